namespace Segue.Sdk.Tests.Sampling;

/// <summary>Reads the tables of measured decisions: a header line, then one row for each case, columns split by tabs.</summary>
internal static class Vectors
{
    internal static IEnumerable<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Sampling", "Vectors", file));
        var names = lines[0].Split('\t');
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split('\t');
            yield return names.Select((name, i) => (name, i)).ToDictionary(column => column.name, column => column.i < cells.Length ? cells[column.i] : "");
        }
    }
}
