namespace Segue.CompatMatrix.Running;

/// <summary>The groups of the matrix, in the order in which they are shown, and the first word of their ids.</summary>
internal static class Groups
{
    private static readonly (string Prefix, string Name)[] _all =
    [
        ("SPAN", "spans"),
        ("SCOPE", "scopes"),
        ("REF", "references"),
        ("TAGS", "tags"),
        ("LOGS", "logs"),
        ("BAGGAGE", "baggage"),
        ("INJECT", "inject"),
        ("EXTRACT", "extract"),
        ("MIXED", "mixed APIs"),
        ("NOREC", "not recorded"),
        ("LIFE", "lifetime"),
        ("MISUSE", "misuse"),
        ("FLEET", "fleets"),
    ];

    internal static IReadOnlyList<string> Names { get; } = [.. _all.Select(group => group.Name)];

    /// <summary>Place of a group in the matrix.</summary>
    internal static int Order(string group) => Array.FindIndex(_all, other => other.Name == group);

    /// <summary>The group that an id belongs to; empty when its first word is none of them.</summary>
    internal static string Of(string id) => _all.FirstOrDefault(group => id.StartsWith(group.Prefix + "-", StringComparison.Ordinal)).Name ?? "";
}
