namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>The rows of propagation-vectors.tsv: headers and what came of them, measured on the vendor's tracers.</summary>
internal static class VectorTable
{
    internal static IReadOnlyList<VectorRow> Rows { get; } = Read();

    internal static VectorRow Row(string name) => Rows.Single(row => row.Name == name);

    private static VectorRow[] Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(typeof(VectorTable).Assembly.Location)!, "Propagation", "Vectors", "propagation-vectors.tsv"));
        return [.. lines.Skip(1).Select(line => line.Split('\t')).Select(cells => new VectorRow(cells[0], cells[1], cells[2], cells[3], cells[4]))];
    }
}
