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

    /// <summary>A row answered differently on purpose must differ, any other must not.</summary>
    internal static void AssertAnswer(string name, JsonNode? expected, JsonNode? actual, IReadOnlyDictionary<string, string> differences)
    {
        var same = JsonNode.DeepEquals(expected, actual);
        var told = $"{name}: expected {Text(expected)}, was {Text(actual)}";
        if (differences.TryGetValue(name, out var reason)) Assert.IsFalse(same, $"{name} is listed ({reason}) but agrees: {Text(actual)}");
        else Assert.IsTrue(same, told);
    }

    private static Dictionary<string, string> Cells(string[] columns, string[] values) =>
        columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
