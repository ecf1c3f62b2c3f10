namespace Segue.Core.Tests.Propagation;

/// <summary>Rows of b3-vectors.tsv that are answered differently on purpose.</summary>
internal static class B3VectorDifferences
{
    internal static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["b3s-ext-zero-span"] = "a span id of zero is no identity: nothing could be its child",
    };
}
