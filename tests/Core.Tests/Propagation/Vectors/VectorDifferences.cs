namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Rows that are answered otherwise than measured, on purpose: our answer and the reason.</summary>
internal static class VectorDifferences
{
    private const string Ids = "\"trace_id\":\"000000000000000081c0ffeed00dfa11\",\"span_id\":\"1122334455667788\",\"priority\":1";
    private const string W3CIds = "\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\"";
    private const string NoParent = "\"last_parent_id\":\"0000000000000000\"";
    private const string Headers = "\"x-datadog-trace-id\":\"9349754227579025937\",\"x-datadog-parent-id\":\"1234605616436508552\",\"x-datadog-sampling-priority\":\"1\"";

    private const string BadTid = "Recommended: an upper half that can't be read is discarded, and malformed_tid is noted.";
    private const string RidesInTraceState = "A tag rides in tracestate, whose encoding has made the character _: the tag is sent rather than lost with all the others.";
    private const string LowerCase = "W3C Trace Context, section 3.2.2.3: a traceparent whose hex digits are not lower case is to be ignored.";
    private const string OthersAreKept = "No baggage is lost for a neighbour's mistake: the malformed member alone is passed over, and counted.";

    internal static IReadOnlyDictionary<string, (string Answer, string Reason)> All { get; } = new Dictionary<string, (string, string)>
    {
        ["dd-ext-tid[XXXX]"] = (Context(Ids, Error("malformed_tid XXXX")), BadTid),
        ["dd-ext-tid[640cfd8d0]"] = (Context(Ids, Error("malformed_tid 640cfd8d0")), BadTid),
        ["dd-ext-tid[1234567890abcdef1]"] = (Context(Ids, Error("malformed_tid 1234567890abcdef1")), BadTid),
        ["dd-ext-tid[xyz0000000000000]"] = (Context(Ids, Error("malformed_tid xyz0000000000000")), BadTid),
        ["w3c-ext-dd-t.tid-bad"] = (Context(W3CIds, "\"priority\":2", Error("malformed_tid zz"), NoParent), BadTid),
        ["dd-inj-noprio"] = (
            "{\"headers\":{" + Headers + ",\"x-datadog-tags\":\"_dd.p.tid=7b1e3c905d2f4a66\"}}",
            "In process the flag is a decision even where no s says so, as after a W3C peer: without the header the next service would decide anew."),
        ["dd-inj-tag-value-comma"] = (Sent("_dd.p.ok=a_b"), RidesInTraceState),
        ["dd-inj-tag-key-equals"] = (Sent("_dd.p.o_k=ab"), RidesInTraceState),
        ["dd-inj-tag-value-nonascii"] = (Sent("_dd.p.ok=_"), RidesInTraceState),
        ["w3c-ext-uppercase-traceid"] = ("{\"context\":null}", LowerCase),
        ["w3c-ext-uppercase-spanid"] = ("{\"context\":null}", LowerCase),
        ["w3c-ext-two-same-traceparents"] = (
            Context(W3CIds, "\"priority\":1", NoParent),
            "Two copies of one header say one thing, e.g. where a client and a library both set it; two that differ are ignored."),
        ["w3c-ext-dd-middle"] = (
            Context(W3CIds, "\"priority\":2", "\"tags\":{\"_dd.p.dm\":\"-4\"}", "\"tracestate_rest\":\"a=1,b=2\"", NoParent),
            "Recommended: white space around members is optional; the vendor's tracer misses its own member there."),
        ["w3c-ext-dd-duplicate"] = (
            Context(W3CIds, "\"priority\":2", "\"tracestate_rest\":\"a=1\"", NoParent),
            "Recommended: only one entry per key is allowed, so later ones are not passed on."),
        ["w3c-ext-ts-garbage"] = (
            Context(W3CIds, "\"priority\":1", NoParent),
            "W3C Trace Context, section 3.3.1: a list with a malformed member is discarded, not passed on."),
        ["w3c-inj-long-tag-256"] = (
            "{\"headers\":{\"traceparent\":\"00-7b1e3c905d2f4a6681c0ffeed00dfa11-1122334455667788-01\",\"tracestate\":\"dd=s:1;p:1122334455667788\"}}",
            "W3C Trace Context, section 3.3.1.3.2: values have 256 characters at most; strict receivers would discard the whole list."),
        ["w3c-inj-trailing-space"] = (
            "{\"headers\":{\"traceparent\":\"00-7b1e3c905d2f4a6681c0ffeed00dfa11-1122334455667788-01\",\"tracestate\":\"dd=s:1;o:rum ;p:1122334455667788;t.v:x\"}}",
            "W3C Trace Context, section 3.3.1.3.2: a value does not end with a space; those after it are optional white space."),
        ["bag-ext-empty-key"] = ("{\"context\":null,\"baggage\":{\"b\":\"2\"}}", OthersAreKept),
        ["bag-ext-leading-comma"] = ("{\"context\":null,\"baggage\":{\"a\":\"1\"}}", "Empty members are no mistake in a list header (RFC 7230, section 7)."),
        ["bag-ext-two-headers"] = ("{\"context\":null,\"baggage\":{\"a\":\"1\",\"b\":\"2\"}}", "Recommended: headers of one name combine."),
        ["bag-inj-encode-value"] = (
            "{\"headers\":{\"baggage\":\"k=a%20b%2Cc%3Bd%5Ce%22f%3Dg%3Ah%2Fi%28j%29%C3%A9%25%2B\"}}",
            "Recommended: % and what is no token character is encoded too; + as well, which some decoders take for a space."),
    };

    private static string Context(params string[] members) => "{\"context\":{" + string.Join(',', members) + "}}";

    private static string Error(string error) => "\"tags\":{\"_dd.propagation_error\":\"" + error + "\"}";

    private static string Sent(string tags) => "{\"headers\":{" + Headers + ",\"x-datadog-tags\":\"" + tags + ",_dd.p.tid=7b1e3c905d2f4a66\"}}";
}
