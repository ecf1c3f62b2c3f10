using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Report;

/// <summary>Runs cases on subjects and puts the cells, the recorded ones too, into a matrix.</summary>
internal sealed class MatrixBuilder(
    IReadOnlyList<Case> cases,
    IReadOnlyList<Subject> subjects,
    IReadOnlyList<string> columns,
    IReadOnlyList<KnownDifference> differences)
{
    /// <summary>Runs everything once; subjects in the given order, cases in theirs.</summary>
    internal IReadOnlyDictionary<(string CaseId, string Subject), CaseResult> Run(Func<Case, Subject, CaseResult> run)
    {
        var results = new Dictionary<(string, string), CaseResult>();
        foreach (var subject in subjects)
        {
            foreach (var entry in cases) results[(entry.Id, subject.Name)] = Judge(entry, subject, run(entry, subject));
        }

        return results;
    }

    internal Matrix Build(IReadOnlyDictionary<(string CaseId, string Subject), CaseResult> results, IReadOnlyList<PeerRecord> records)
    {
        // A peer that was run is shown as run, whatever its file says.
        var run = results.Keys.Select(key => key.Subject).ToHashSet(StringComparer.Ordinal);
        var recorded = records.Where(record => !run.Contains(record.Package)).ToDictionary(record => record.Package, StringComparer.Ordinal);
        return new Matrix(columns, [.. cases.Select(Row)], recorded);

        MatrixRow Row(Case entry)
        {
            var cells = new Dictionary<string, CaseResult>(StringComparer.Ordinal);
            foreach (var column in columns)
            {
                var cell = results.GetValueOrDefault((entry.Id, column)) ?? recorded.GetValueOrDefault(column)?.Cell(entry.Id);
                if (cell is not null) cells[column] = cell;
            }

            return new MatrixRow(entry.Id, entry.Group, entry.Requirement, entry.Source, cells);
        }
    }

    private CaseResult Judge(Case entry, Subject subject, CaseResult result)
    {
        if (result.Verdict != Verdicts.Fail) return result;
        var known = differences.FirstOrDefault(difference => difference.CaseId == entry.Id && difference.Subject == subject.Name);
        return known is null ? result : new CaseResult(Verdicts.Known, known.Reason, known.Rationale);
    }
}
