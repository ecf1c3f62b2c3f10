namespace Segue.Agent;

/// <summary>Where a span stands in its chunk.</summary>
internal readonly struct SpanPlace(bool isRoot, bool isFirst, bool carriesPriority)
{
    /// <summary>Whether it has no parent in this process.</summary>
    internal bool IsRoot { get; } = isRoot;

    internal bool IsFirst { get; } = isFirst;

    internal bool CarriesPriority { get; } = carriesPriority;
}
