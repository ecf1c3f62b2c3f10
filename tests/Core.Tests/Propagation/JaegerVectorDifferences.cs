namespace Segue.Core.Tests.Propagation;

/// <summary>Rows of jaeger-vectors.tsv that are answered differently on purpose: our answer and the reason.</summary>
internal static class JaegerVectorDifferences
{
    private const string FirstValid =
        "Of several values the first that is well-formed counts, in every format but W3C's: a doubled header does not break a trace. Another trace beside it is counted as context_conflict.";

    private const string First = """{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","sampled":true,"debug":false,"baggage":{}}""";

    internal static IReadOnlyDictionary<string, (string Answer, string Reason, int Conflicts)> All { get; } = new Dictionary<string, (string, string, int)>
    {
        ["dup-trace-different"] = (First, FirstValid, 1),
        ["dup-trace-bad-last"] = (First, FirstValid, 0),
        ["joined-by-comma"] = (First, FirstValid + " Web hosts give copies as one text.", 1),
        ["ot-dup-trace"] = ("""{"trace_id":"0000000000000000a1b2c3d4e5f60718","span_id":"b7ad6b7169203331","sampled":true,"debug":false,"baggage":{}}""", FirstValid, 1),
        ["ot-sampled-missing"] = (
            """{"trace_id":"0000000000000000a1b2c3d4e5f60718","span_id":"b7ad6b7169203331","sampled":"undecided","debug":false,"baggage":{}}""",
            "Left to the local sampler, as the row's own note allows.",
            0),
    };
}
