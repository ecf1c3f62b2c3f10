using System.Globalization;
using System.Net;
using System.Text;

namespace Segue.CompatMatrix.Report;

/// <summary>Writes <c>matrix.html</c>: one page that needs nothing else, is complete without scripts and gains filters with them.</summary>
internal static class HtmlReport
{
    internal static string Write(Matrix matrix)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Compatibility matrix</title>
            <style>
            {HtmlParts.Style}
            </style>
            </head>
            <body>
            <header>
            <h1>Compatibility matrix</h1>
            <p>{matrix.Rows.Count} cases, {matrix.Columns.Count} subjects. Each case observes behaviour from outside: finished spans,
            <code>Activity.Current</code>, carriers, what the OpenTracing API returns. Open a cell that has a reason with a click or the Enter key.</p>

            """);
        WriteTotals(html, matrix);
        WriteLattice(html, matrix);
        WriteFilters(html, matrix);
        html.Append("</header>\n<main>\n");
        foreach (var group in matrix.Rows.GroupBy(row => row.Group)) WriteGroup(html, matrix, group.Key, group);
        html.Append("</main>\n<script>\n").Append(HtmlParts.Script).Append("\n</script>\n</body>\n</html>\n");
        return html.ToString().ReplaceLineEndings("\n");
    }

    private static void WriteTotals(StringBuilder html, Matrix matrix)
    {
        html.Append("<table class=\"totals\"><caption>Totals</caption>\n<thead><tr><th scope=\"col\">subject</th>");
        foreach (var verdict in Verdicts.All)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"><span class=\"sign {verdict}\" aria-hidden=\"true\">{Sign(verdict)}</span> {Label(verdict)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var column in matrix.Columns)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(column)}{Note(matrix, column)}</th>");
            var empty = matrix.Rows.All(row => !row.Results.ContainsKey(column));
            foreach (var verdict in Verdicts.All)
                html.Append(CultureInfo.InvariantCulture, $"<td>{(empty ? "–" : matrix.Count(column, verdict).ToString(CultureInfo.InvariantCulture))}</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static void WriteLattice(StringBuilder html, Matrix matrix)
    {
        if (matrix.Lattice.Count == 0) return;
        html.Append("<table class=\"totals\"><caption>Migration lattice</caption>\n<thead><tr><th scope=\"col\">services that are not migrated</th>");
        html.Append("<th scope=\"col\">trace</th><th scope=\"col\">the fleet, while the trace runs</th><th scope=\"col\">fleets whole</th></tr></thead>\n<tbody>\n");
        foreach (var row in matrix.Lattice)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(row.Origin)}</th><td>{Text(row.Decision)}</td><td>{Text(row.Course)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{row.Whole} / {row.Total}</td></tr>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"</tbody></table>\n<p>{Text(LatticeText.Total(matrix))} {Text(LatticeText.Explanation)}</p>\n");
        if (matrix.Lattice.All(row => row.Failures.Count == 0)) return;
        html.Append("<ul>\n");
        foreach (var problem in MatrixCheck.Lattice(matrix)) html.Append(CultureInfo.InvariantCulture, $"<li>{Text(problem)}</li>\n");
        html.Append("</ul>\n");
    }

    private static string Note(Matrix matrix, string column) =>
        matrix.Recorded.TryGetValue(column, out var record) ? $" <small>{Text(record.Version)}, recorded {Text(record.Date)}, not run here</small>" : "";

    private static void WriteFilters(StringBuilder html, Matrix matrix)
    {
        html.Append("<form class=\"filters\" hidden aria-label=\"Filter the cases\">\n<label>Group <select id=\"group\"><option value=\"\">all</option>");
        foreach (var group in matrix.Rows.Select(row => row.Group).Distinct()) html.Append(CultureInfo.InvariantCulture, $"<option>{Text(group)}</option>");
        html.Append("</select></label>\n<label>Verdict <select id=\"verdict\"><option value=\"\">all</option>");
        foreach (var verdict in Verdicts.All) html.Append(CultureInfo.InvariantCulture, $"<option value=\"{verdict}\">{Label(verdict)}</option>");
        html.Append("</select></label>\n<label>of <select id=\"subject\"><option value=\"\">any subject</option>");
        for (var i = 0; i < matrix.Columns.Count; i++) html.Append(CultureInfo.InvariantCulture, $"<option value=\"{i}\">{Text(matrix.Columns[i])}</option>");
        html.Append("</select></label>\n<button type=\"reset\">Show all</button>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
    }

    private static void WriteGroup(StringBuilder html, Matrix matrix, string group, IEnumerable<MatrixRow> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section data-group=\"{Text(group)}\">\n<h2>{Text(group)}</h2>\n");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(group)}\"><table class=\"cases\">\n");
        html.Append("<thead><tr><th scope=\"col\">case</th><th scope=\"col\">requirement</th>");
        foreach (var column in matrix.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" class=\"subject\">{Text(column).Replace(".", ".<wbr>", StringComparison.Ordinal)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr id=\"{Text(row.Id)}\"><th scope=\"row\"><a href=\"#{Text(row.Id)}\">{Text(row.Id)}</a></th>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{Text(row.Requirement)} <small class=\"source\">{Text(row.Source)}</small></td>");
            foreach (var column in matrix.Columns) WriteCell(html, row.Results.GetValueOrDefault(column));
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n</section>\n");
    }

    private static void WriteCell(StringBuilder html, CaseResult? cell)
    {
        if (cell is null)
        {
            html.Append("<td class=\"cell none\" data-verdict=\"\">–</td>");
            return;
        }

        html.Append(CultureInfo.InvariantCulture, $"<td class=\"cell\" data-verdict=\"{Text(cell.Verdict)}\">");
        var sign = $"<span class=\"sign {Text(cell.Verdict)}\" title=\"{Label(cell.Verdict)}\" aria-hidden=\"true\">{Sign(cell.Verdict)}</span>"
            + $"<span class=\"spoken\">{Label(cell.Verdict)}</span>";
        if (cell.Reason.Length == 0)
        {
            html.Append(sign).Append("</td>");
            return;
        }

        var link = cell.Rationale is null ? "" : $" <a href=\"../{Text(cell.Rationale)}\">Why</a>";
        html.Append(CultureInfo.InvariantCulture, $"<details><summary>{sign}</summary><p>{Text(cell.Reason)}{link}</p></details></td>");
    }

    private static string Sign(string verdict) => Text(MarkdownReport.Sign(verdict));

    private static string Label(string verdict) => Text(verdict switch
    {
        Verdicts.Known => "known difference",
        Verdicts.NotApplicable => "not applicable",
        Verdicts.RecordedPass => "recorded pass",
        Verdicts.RecordedFail => "recorded fail",
        _ => verdict,
    });

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
