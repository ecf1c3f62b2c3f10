namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>An API listing as sections of lines, where the order of lines does not matter.</summary>
internal sealed class Listing
{
    public const string AssemblySection = "(assembly)";

    private static readonly string[] _assemblyLines = ["// assembly: ", "// public key: "];

    private readonly Dictionary<string, List<string>> _sections = new() { [AssemblySection] = [] };

    public IReadOnlyDictionary<string, List<string>> Sections => _sections;

    public static Listing Parse(string text)
    {
        var listing = new Listing();
        var section = AssemblySection;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal))
                listing._sections.Add(section = line[4..], []);
            else if (section != AssemblySection || _assemblyLines.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
                listing._sections[section].Add(Normalize(line));
        }

        return listing;
    }

    // The listing states once, not on every line, that the generic format type is a value type.
    private static string Normalize(string line) =>
        line.Contains("runtime type = ", StringComparison.Ordinal) && !line.Contains(" valuetype=", StringComparison.Ordinal)
            ? line + " valuetype=True"
            : line;
}
