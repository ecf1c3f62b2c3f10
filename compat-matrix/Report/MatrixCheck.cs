namespace Segue.CompatMatrix.Report;

/// <summary>Finds what must not be: unlisted failures, listed differences that pass, files that differ from a fresh run.</summary>
internal static class MatrixCheck
{
    internal static IEnumerable<string> Cells(Matrix matrix, IReadOnlyList<string> segueColumns, IReadOnlyList<KnownDifference> differences)
    {
        foreach (var row in matrix.Rows)
        {
            foreach (var column in segueColumns)
            {
                if (!row.Results.TryGetValue(column, out var cell)) yield return $"{row.Id}, {column}: has no result";
                else if (cell.Verdict == Verdicts.Fail) yield return $"{row.Id}, {column}: {cell.Reason}";
            }
        }

        foreach (var difference in differences)
        {
            var cell = matrix.Rows.FirstOrDefault(row => row.Id == difference.CaseId)?.Results.GetValueOrDefault(difference.Subject);
            if (cell is null) yield return $"{difference.CaseId}, {difference.Subject}: is listed as a known difference, and there is no such cell";
            else if (cell.Verdict != Verdicts.Known)
                yield return $"{difference.CaseId}, {difference.Subject}: is listed as a known difference, and is now {cell.Verdict}; take it off the list";
        }
    }

    /// <summary>Every fleet has to keep its trace whole.</summary>
    internal static IEnumerable<string> Lattice(Matrix matrix) =>
        matrix.Lattice.SelectMany(row => row.Failures, (row, failure) => $"lattice, {row.Origin}, {row.Decision}, the fleet {row.Course}, {failure}");

    internal static IEnumerable<string> Files(IReadOnlyDictionary<string, string> fresh, Func<string, string?> read)
    {
        foreach (var file in fresh)
        {
            var committed = read(file.Key);
            if (committed is null) yield return $"{file.Key}: is missing; run without --check to write it";
            else if (committed.ReplaceLineEndings("\n") != file.Value)
                yield return $"{file.Key}: differs from a fresh run at line {FirstDifference(committed, file.Value)}; run without --check to write it";
        }
    }

    internal static IEnumerable<string> Peers(IReadOnlyDictionary<(string CaseId, string Subject), CaseResult> fresh, IReadOnlyList<PeerRecord> records)
    {
        foreach (var record in records)
        {
            foreach (var (caseId, recorded) in record.Results.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (!fresh.TryGetValue((caseId, record.Package), out var seen)) continue;
                if (seen.Verdict != recorded.Verdict)
                    yield return $"{caseId}, {record.Package}: recorded as {recorded.Verdict}, seen {seen.Verdict} {seen.Reason}".TrimEnd();
            }
        }
    }

    /// <summary>The closing line of a run.</summary>
    internal static string Summary(Matrix matrix, IReadOnlyList<string> segueColumns)
    {
        int Sum(string verdict) => segueColumns.Sum(column => matrix.Count(column, verdict));
        return $"cases: {matrix.Rows.Count}, subjects: {matrix.Columns.Count}, "
            + $"lattice: {matrix.Lattice.Sum(row => row.Whole)} of {matrix.Lattice.Sum(row => row.Total)} fleets whole, "
            + $"Segue cells: {Sum(Verdicts.Pass)} passed, {Sum(Verdicts.Fail)} failed, {Sum(Verdicts.Known)} known differences";
    }

    private static int FirstDifference(string committed, string fresh)
    {
        var before = committed.ReplaceLineEndings("\n").Split('\n');
        var after = fresh.Split('\n');
        var line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line]) line++;
        return line + 1;
    }
}
