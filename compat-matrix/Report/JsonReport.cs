using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Segue.CompatMatrix.Report;

/// <summary>Writes <c>matrix.json</c>: the matrix for programs.</summary>
internal static class JsonReport
{
    // The file is read as JSON, never placed inside HTML, so quotes and angle brackets may stay readable.
    private static readonly JsonWriterOptions _options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(Matrix matrix)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, _options))
        {
            json.WriteStartObject();
            json.WriteStartArray("subjects");
            foreach (var column in matrix.Columns) json.WriteStringValue(column);
            json.WriteEndArray();
            WriteRecorded(json, matrix);
            WriteLattice(json, matrix);
            json.WriteStartArray("cases");
            foreach (var row in matrix.Rows) WriteRow(json, matrix, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteRecorded(Utf8JsonWriter json, Matrix matrix)
    {
        json.WriteStartObject("recorded");
        foreach (var column in matrix.Columns)
        {
            if (!matrix.Recorded.TryGetValue(column, out var record)) continue;
            json.WriteStartObject(column);
            json.WriteString("package", record.Package);
            json.WriteString("version", record.Version);
            json.WriteString("date", record.Date);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLattice(Utf8JsonWriter json, Matrix matrix)
    {
        json.WriteStartArray("lattice");
        foreach (var row in matrix.Lattice)
        {
            json.WriteStartObject();
            json.WriteString("origin", row.Origin);
            json.WriteString("decision", row.Decision);
            json.WriteString("course", row.Course);
            json.WriteNumber("whole", row.Whole);
            json.WriteNumber("total", row.Total);
            json.WriteStartArray("failures");
            foreach (var failure in row.Failures) json.WriteStringValue(failure);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, Matrix matrix, MatrixRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("group", row.Group);
        json.WriteString("requirement", row.Requirement);
        json.WriteString("source", row.Source);
        json.WriteStartObject("results");
        foreach (var column in matrix.Columns)
        {
            if (!row.Results.TryGetValue(column, out var cell)) continue;
            json.WriteStartObject(column);
            json.WriteString("verdict", cell.Verdict);
            json.WriteString("reason", cell.Reason);
            if (cell.Rationale is not null) json.WriteString("rationale", cell.Rationale);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
