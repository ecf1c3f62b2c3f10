namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Rows that are answered otherwise than measured, on purpose: our answer and the reason.</summary>
internal static class VectorDifferences
{
    /// <summary>Why the rows <c>ot-rvth-*</c>, which the vendor's .NET tracer answers as we do, have no member <c>ot</c>.</summary>
    internal const string NoOtMember = "The rate goes out as _dd.p.ksr, which says the same; OpenTelemetry's ot member is still experimental, and one that arrives is passed on.";

    private const string Ids = "\"trace_id\":\"000000000000000081c0ffeed00dfa11\",\"span_id\":\"1122334455667788\",\"priority\":1";
    private const string W3CIds = "\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\"";
    private const string NoParent = "\"last_parent_id\":\"0000000000000000\"";
    private const string Headers = "\"x-datadog-trace-id\":\"9349754227579025937\",\"x-datadog-parent-id\":\"1234605616436508552\",\"x-datadog-sampling-priority\":\"1\"";

    private const string BadTid = "Recommended: an upper half that can't be read is discarded, and malformed_tid is noted.";
    private const string RidesInTraceState = "A tag rides in tracestate, whose encoding has made the character _: the tag is sent rather than lost with all the others.";
    private const string LowerCase = "W3C Trace Context, section 3.2.2.3: a traceparent whose hex digits are not lower case is to be ignored.";
    private const string OthersAreKept = "No baggage is lost for a neighbour's mistake: the malformed member alone is passed over, and counted.";

    private const string FlagIsDecision = "What came without a priority leaves without one: the flag is the decision, and every reader takes it so.";
    private const string Both = "Recommended: both headers or none; the mechanism of a decision that stands is passed on in both.";
    private const string Width = "Either width is right; ruling 9: an id whose upper half is zero leaves as 16 digits.";
    private const string Kept = "Recommended: parts of the member that are not known here are for somebody else.";
    private const string Debug = "Recommended: d, and x-b3-flags of 1, mean a trace that the user keeps.";
    private const string B3Zero = "x-b3-traceid\":\"81c0ffeed00dfa11\",\"x-b3-spanid\":\"0000000000c0ffee";
    private const string DatadogOf64 = "\"x-datadog-trace-id\":\"9349754227579025937\",\"x-datadog-parent-id\":\"12648430\",";
    private const string TraceParent64 = "\"traceparent\":\"00-000000000000000081c0ffeed00dfa11-0000000000c0ffee-";
    private const string TraceParent128 = "\"x-datadog-tags\":\"_dd.p.tid=7b1e3c905d2f4a66\",\"traceparent\":\"00-7b1e3c905d2f4a6681c0ffeed00dfa11-0000000000c0ffee-";

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
        ["b3m-ext-sampled-2"] = ("{\"context\":{\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\"}}", "x-b3-sampled has two values; another is no decision (the vendor's JS tracer as well)."),
        ["b3m-ext-flags-debug"] = ("{\"context\":{\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\",\"priority\":2}}", Debug),
        ["b3s-ext-128-d"] = ("{\"context\":{\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\",\"priority\":2}}", Debug),
        ["b3s-ext-128-noflag"] = ("{\"context\":{\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\"}}", "Recommended: the flag is optional, and without it nothing is decided."),
        ["b3s-ext-zero-span"] = ("{\"context\":null}", "A span id of zero is no identity: nothing could be its child."),
        ["b3m-inj-64"] = ("{\"headers\":{\"x-b3-traceid\":\"81c0ffeed00dfa11\",\"x-b3-spanid\":\"1122334455667788\",\"x-b3-sampled\":\"1\"}}", Width),
        ["prec-b3-first-conflict"] = ("{\"context\":{\"trace_id\":\"7b1e3c905d2f4a6681c0ffeed00dfa11\",\"span_id\":\"1122334455667788\",\"priority\":0},\"links\":[{\"trace_id\":\"5a5a5a5a5a5a5a5a0123456789abcdef\",\"span_id\":\"00aabbccddeeff01\",\"priority\":1,\"last_parent_id\":\"0000000000000000\",\"attributes\":{\"reason\":\"terminated_context\",\"context_headers\":\"tracecontext\"}}]}", "A later id of 64 bits is the same trace where its digits are the lower half: many formats lose the upper one."),
        ["rt-dd-64-to-all"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"1\"," + TraceParent64 + "01\",\"tracestate\":\"dd=s:1;p:0000000000c0ffee\",\"" + B3Zero + "\",\"x-b3-sampled\":\"1\",\"b3\":\"81c0ffeed00dfa11-0000000000c0ffee-1\"" + "}}", Width),
        ["rt-dd-drop-to-all"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"0\"," + TraceParent64 + "00\",\"tracestate\":\"dd=s:0;p:0000000000c0ffee\",\"" + B3Zero + "\",\"x-b3-sampled\":\"0\"" + "}}", Width),
        ["rt-dd-userdrop"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"-1\"," + "\"x-datadog-tags\":\"_dd.p.dm=-4\"," + TraceParent64 + "00\",\"tracestate\":\"dd=s:-1;p:0000000000c0ffee;t.dm:-4\"" + "}}", Both),
        ["rt-manual-drop"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"-1\"," + TraceParent64 + "00\",\"tracestate\":\"dd=s:-1;p:0000000000c0ffee\"}}", "Recommended: a dropped trace has no mechanism; the measured one is a stale copy of the header."),
        ["rt-dd-dm-with-drop"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"0\"," + "\"x-datadog-tags\":\"_dd.p.dm=-1\"," + TraceParent64 + "00\",\"tracestate\":\"dd=s:0;p:0000000000c0ffee;t.dm:-1\"" + "}}", Both),
        ["rt-w3c-basic"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"1\"," + TraceParent128 + "01\",\"tracestate\":\"dd=p:0000000000c0ffee\"" + "}}", FlagIsDecision),
        ["rt-w3c-unsampled"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"0\"," + TraceParent128 + "00\",\"tracestate\":\"dd=p:0000000000c0ffee\"" + "}}", FlagIsDecision),
        ["rt-w3c-unknown-dd-keys"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"1\"," + TraceParent128 + "01\",\"tracestate\":\"dd=s:1;p:0000000000c0ffee;zz:top,vend=1\"" + "}}", Kept),
        ["rt-w3c-vendor-only"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"1\"," + TraceParent128 + "01\",\"tracestate\":\"dd=p:0000000000c0ffee,foo=1,bar=2\"" + "}}", FlagIsDecision + " Recommended: white space around members goes."),
        ["rt-w3c-32-members"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"1\"," + TraceParent128 + "01\",\"tracestate\":\"dd=p:0000000000c0ffee," + string.Join(',', Enumerable.Range(1, 31).Select(i => $"k{i}=v{i}")) + "\"" + "}}", FlagIsDecision + " Recommended: 32 members at most."),
        ["rt-same-trace-tracestate-kept"] = ("{\"headers\":{" + DatadogOf64 + "\"x-datadog-sampling-priority\":\"2\"," + "\"x-datadog-tags\":\"_dd.p.dm=-4,_dd.p.tid=7b1e3c905d2f4a66\",\"traceparent\":\"00-7b1e3c905d2f4a6681c0ffeed00dfa11-0000000000c0ffee-01\",\"tracestate\":\"dd=s:2;p:0000000000c0ffee;t.dm:-4;zz:9,vend=1\"" + "}}", Kept),
    };

    private static string Context(params string[] members) => "{\"context\":{" + string.Join(',', members) + "}}";

    private static string Error(string error) => "\"tags\":{\"_dd.propagation_error\":\"" + error + "\"}";

    private static string Sent(string tags) => "{\"headers\":{" + Headers + ",\"x-datadog-tags\":\"" + tags + ",_dd.p.tid=7b1e3c905d2f4a66\"}}";
}
