namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Reports every line that only one of two listings has.</summary>
internal static class ListingComparer
{
    public static IReadOnlyList<string> Compare(Listing expected, Listing actual) =>
    [
        .. expected.Sections.Keys.Except(actual.Sections.Keys).Select(section => $"missing: {section}"),
        .. actual.Sections.Keys.Except(expected.Sections.Keys).Select(section => $"extra: {section}"),
        .. expected.Sections.Keys.Intersect(actual.Sections.Keys)
            .SelectMany(section => CompareLines(section, expected.Sections[section], actual.Sections[section])),
    ];

    private static IEnumerable<string> CompareLines(string section, List<string> expected, List<string> actual) =>
    [
        .. Subtract(expected, actual).Select(line => $"missing in {section}: {line.Trim()}"),
        .. Subtract(actual, expected).Select(line => $"extra in {section}: {line.Trim()}"),
    ];

    // Not Except: a line that occurs twice on one side and once on the other is a difference.
    private static List<string> Subtract(List<string> lines, List<string> others)
    {
        var rest = new List<string>(lines);
        others.ForEach(line => rest.Remove(line));
        return rest;
    }
}
