using System.Globalization;
using System.Text;

namespace Segue.CompatMatrix.Report;

/// <summary>Writes <c>MATRIX.md</c>: the matrix for readers of the repository.</summary>
internal static class MarkdownReport
{
    internal static string Write(Matrix matrix)
    {
        var text = new StringBuilder();
        text.Append("# Compatibility matrix\n\n");
        text.Append("Written by `dotnet run --project compat-matrix`; do not edit. The same with filters: `matrix.html`; for programs: `matrix.json`.\n\n");
        text.Append("Each case observes behaviour from outside: finished spans, `Activity.Current`, carriers, what the OpenTracing API returns.\n\n");
        text.Append("| sign | meaning |\n|---|---|\n");
        foreach (var verdict in Verdicts.All) text.Append(CultureInfo.InvariantCulture, $"| {Sign(verdict)} | {Meaning(verdict)} |\n");
        text.Append("| (empty) | no result: the peer was neither compiled in nor recorded |\n");
        WriteTotals(text, matrix);
        WriteLattice(text, matrix);
        foreach (var group in matrix.Rows.GroupBy(row => row.Group)) WriteGroup(text, matrix, group.Key, [.. group]);
        WriteReasons(text, matrix);
        return text.ToString();
    }

    internal static string Sign(string verdict) => verdict switch
    {
        Verdicts.Pass => "✓",
        Verdicts.Fail => "✗",
        Verdicts.Known => "≠",
        Verdicts.NotApplicable => "·",
        Verdicts.RecordedPass => "(✓)",
        Verdicts.RecordedFail => "(✗)",
        _ => "",
    };

    internal static string Meaning(string verdict) => verdict switch
    {
        Verdicts.Pass => "pass",
        Verdicts.Fail => "fail",
        Verdicts.Known => "a known difference, with a reason",
        Verdicts.NotApplicable => "not applicable to this subject",
        Verdicts.RecordedPass => "recorded as passing, not run here",
        Verdicts.RecordedFail => "recorded as failing, not run here",
        _ => "",
    };

    private static void WriteTotals(StringBuilder text, Matrix matrix)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Totals\n\n{matrix.Rows.Count} cases.\n\n");
        text.Append("| subject | pass | fail | known difference | not applicable |\n|---|--:|--:|--:|--:|\n");
        foreach (var column in matrix.Columns)
        {
            var pass = matrix.Count(column, Verdicts.Pass) + matrix.Count(column, Verdicts.RecordedPass);
            var fail = matrix.Count(column, Verdicts.Fail) + matrix.Count(column, Verdicts.RecordedFail);
            var known = matrix.Count(column, Verdicts.Known);
            var rest = matrix.Count(column, Verdicts.NotApplicable);
            text.Append(CultureInfo.InvariantCulture, $"| {Escape(column)}{Note(matrix, column)} | ");
            text.Append(pass + fail + known + rest == 0 ? "– | – | – | – |\n" : FormattableString.Invariant($"{pass} | {fail} | {known} | {rest} |\n"));
        }
    }

    private static void WriteLattice(StringBuilder text, Matrix matrix)
    {
        if (matrix.Lattice.Count == 0) return;
        text.Append("\n## Migration lattice\n\n").Append(LatticeText.Explanation).Append("\n\n");
        text.Append("| services that are not migrated | trace | the fleet, while the trace runs | fleets whole |\n|---|---|---|--:|\n");
        foreach (var row in matrix.Lattice)
            text.Append(CultureInfo.InvariantCulture, $"| {Escape(row.Origin)} | {row.Decision} | {row.Course} | {row.Whole} / {row.Total} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{LatticeText.Total(matrix)}\n");
        if (matrix.Lattice.All(row => row.Failures.Count == 0)) return;
        text.Append('\n');
        foreach (var problem in MatrixCheck.Lattice(matrix)) text.Append(CultureInfo.InvariantCulture, $"- {Escape(problem)}\n");
    }

    private static string Note(Matrix matrix, string column) =>
        matrix.Recorded.TryGetValue(column, out var record) ? $" {Escape(record.Version)} (recorded {record.Date}, not run here)" : "";

    private static void WriteGroup(StringBuilder text, Matrix matrix, string group, IReadOnlyList<MatrixRow> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(group[0])}{group[1..]}\n\n| case | requirement | source |");
        foreach (var column in matrix.Columns) text.Append(' ').Append(Escape(column)).Append(" |");
        text.Append("\n|---|---|---|").Append(string.Concat(matrix.Columns.Select(_ => ":-:|"))).Append('\n');
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Id} | {Escape(row.Requirement)} | {Escape(row.Source)} |");
            foreach (var column in matrix.Columns) text.Append(' ').Append(row.Results.TryGetValue(column, out var cell) ? Sign(cell.Verdict) : "–").Append(" |");
            text.Append('\n');
        }
    }

    private static void WriteReasons(StringBuilder text, Matrix matrix)
    {
        text.Append("\n## Reasons\n\nWhat was seen where a cell is neither a pass nor empty.\n\n");
        foreach (var row in matrix.Rows)
        {
            foreach (var column in matrix.Columns)
            {
                if (!row.Results.TryGetValue(column, out var cell) || cell.Verdict is not (Verdicts.Fail or Verdicts.Known or Verdicts.RecordedFail)) continue;
                var link = cell.Rationale is null ? "" : $" ([why](../{cell.Rationale}))";
                text.Append(CultureInfo.InvariantCulture, $"- {row.Id}, {Escape(column)}: {Escape(cell.Reason)}{link}\n");
            }
        }
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("`", "\\`", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
