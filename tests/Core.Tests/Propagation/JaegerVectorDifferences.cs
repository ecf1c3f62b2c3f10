namespace Segue.Core.Tests.Propagation;

/// <summary>Rows of jaeger-vectors.tsv that are answered differently on purpose.</summary>
internal static class JaegerVectorDifferences
{
    private const string FirstValid = "of several values the first that is well-formed counts, in every format: a doubled header does not break a trace";

    internal static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["dup-trace-different"] = FirstValid,
        ["dup-trace-bad-last"] = FirstValid,
        ["ot-dup-trace"] = FirstValid,
        ["ot-sampled-missing"] = "left to the local sampler, as the row's own note allows",
    };
}
