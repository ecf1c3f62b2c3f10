using System.Text.Json.Nodes;

namespace Segue.Core.Tests.Propagation;

/// <summary>One row of a table of vectors, by the names of its columns.</summary>
internal sealed class VectorRow(Dictionary<string, string> cells)
{
    internal string Name => this["name"];

    internal string this[string column] => cells.GetValueOrDefault(column, "");

    internal static IReadOnlyList<VectorRow> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(typeof(VectorRow).Assembly.Location)!, "Propagation", "Vectors", file));
        var columns = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(line => new VectorRow(Cells(columns, line.Split('\t'))))];
    }

    /// <summary>A row answered differently on purpose is answered as listed, any other as recommended.</summary>
    internal static void AssertAnswer(string name, JsonNode? expected, JsonNode? actual)
    {
        var listed = JaegerVectorDifferences.All.TryGetValue(name, out var difference);
        var wanted = listed ? JsonNode.Parse(difference.Answer) : expected;
        Assert.IsTrue(JsonNode.DeepEquals(wanted, actual), $"{name}: expected {Text(wanted)}, was {Text(actual)}");
        if (listed) Assert.IsFalse(JsonNode.DeepEquals(expected, actual), $"{name} is listed ({difference.Reason}) but agrees: {Text(actual)}");
    }

    private static Dictionary<string, string> Cells(string[] columns, string[] values) =>
        columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
