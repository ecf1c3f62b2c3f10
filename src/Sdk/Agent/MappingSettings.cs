namespace Segue.Agent;

/// <summary>What the application wants named differently.</summary>
internal sealed class MappingSettings
{
    /// <summary>Other names for services that spans name.</summary>
    internal IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of tags for recorded HTTP headers, by the header's name in lower case with <c>_</c> read as <c>-</c>.</summary>
    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
