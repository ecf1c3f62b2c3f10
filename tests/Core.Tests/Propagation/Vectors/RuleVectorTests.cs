using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>The rules in words that are about one propagator, each named after its row.</summary>
[TestClass]
public class RuleVectorTests : CoreTestBase
{
    private const string TraceParent = "00-7b1e3c905d2f4a6681c0ffeed00dfa11-1122334455667788-01";

    // The other rows in words: the test that has them, or why there is none.
    private static readonly Dictionary<string, string> _elsewhere = new()
    {
        ["spec-b3-env-alias"] = "PropagationSettingsTests.Resolve_Variable_NamesTheStyles",
        ["spec-legacy-env"] = "PropagationSettingsTests.Resolve_SeveralVariables_TheMoreSpecificWins",
        ["spec-none-case"] = "PropagationSettingsTests.Resolve_Variable_NamesTheStyles",
        ["spec-behavior-ignore"] = "PropagationVectorTests, row rt-ignore",
        ["spec-behavior-restart"] = "PropagationVectorTests, row rt-restart; CompositePropagatorTests.ExtractAll_Restart_GivesOneLinkAndBaggage",
        ["spec-links-conflict"] = "CompositePropagatorTests.ExtractAll_LaterStyleOfAnotherTrace_IsLinkedAndCounted",
        ["spec-128-gen-on"] = "Does not apply: .NET makes the ids, all of whose 128 bits are random; _dd.p.tid is written for any (dd-inj rows).",
        ["spec-baggage-tags"] = "Does not apply: DD_TRACE_BAGGAGE_TAG_KEYS is not read; baggage becomes a tag where code sets it.",
        ["spec-opm"] = "Does not apply: the organisation marker is not in the vendor's .NET tracer either; an unknown tag is passed on.",
    };

    [TestMethod]
    public void Rows_InWords_AreTestedOrListed()
    {
        var tested = typeof(RuleVectorTests).GetMethods().Select(method => method.Name.Split('_')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var rows = VectorTable.Rows.Where(row => row.Kind == VectorKind.Rule).Select(row => row.Name);

        Assert.AreEqual("", string.Join(" ", rows.Where(name => tested.Contains(name.Replace("-", "", StringComparison.Ordinal)) == _elsewhere.ContainsKey(name))));
    }

    [TestMethod]
    public void Spec128W3CTidConsistent_Extract_IsAcceptedWithoutError()
    {
        var state = W3C("dd=t.tid:7b1e3c905d2f4a66");

        Assert.IsNull(state);
    }

    [TestMethod]
    public void Spec128W3CTidInconsistent_Extract_NotesItAndTraceparentWins()
    {
        var state = W3C("dd=t.tid:7b1e3c905d2f4a67");

        Assert.AreEqual("inconsistent_tid 7b1e3c905d2f4a67", VendorState.Get(state, "e"));
        Assert.IsNull(VendorState.Get(state, "t.tid"));
    }

    [TestMethod]
    public void Spec128TidMalformed_Extract_NotesItAndIdHas64Bits()
    {
        var headers = new Dictionary<string, string>
        {
            ["x-datadog-trace-id"] = "9349754227579025937",
            ["x-datadog-parent-id"] = "5",
            ["x-datadog-tags"] = "_dd.p.tid=XXXX",
        };

        var read = Extract(new DatadogPropagator(), headers).ActivityContext;

        Assert.AreEqual("000000000000000081c0ffeed00dfa11", read.TraceId.ToHexString());
        Assert.AreEqual("dd=e:malformed_tid XXXX", read.TraceState);
    }

    [TestMethod]
    public void SpecW3CPInject_Inject_WritesThisSpan()
    {
        var headers = new Dictionary<string, string>();
        new SegueTraceContextPropagator().Inject(new PropagationContext(Some.Context(traceState: "dd=p:1122334455667788"), default), headers, static (d, k, v) => d[k] = v);

        Assert.AreEqual("dd=p:" + Some.SpanIdHex, headers["tracestate"]);
    }

    /// <summary>Answered differently: the rule has one malformed pair lose all; here it loses itself.</summary>
    [TestMethod]
    public void SpecBaggageD_Extract_KeepsTheOthers()
    {
        var read = Extract(new Segue.Propagation.BaggagePropagator(), new() { ["baggage"] = "k=v,bad" }).Baggage;

        Assert.AreEqual(1, read.Count);
        Assert.AreEqual("v", read.GetBaggage("k"));
        Assert.AreEqual(1, Counters["segue.misuse/baggage_malformed"]);
    }

    [TestMethod]
    public void SpecB3Invalid_Extract_GivesNoContext()
    {
        Assert.AreEqual(default, Extract(new Segue.Propagation.B3Propagator(), new() { ["b3"] = "0-0-1" }));
        Assert.AreEqual(default, Extract(new B3MultiPropagator(), new() { ["b3"] = "0-0-1" }));
    }

    [TestMethod]
    public void SpecB3SingleDrop1_RoundTrip_EndsInZero()
    {
        var read = Extract(new Segue.Propagation.B3Propagator(), new() { ["b3"] = "7b1e3c905d2f4a6681c0ffeed00dfa11-1122334455667788-0" });
        var headers = new Dictionary<string, string>();
        new Segue.Propagation.B3Propagator().Inject(read, headers, static (d, k, v) => d[k] = v);

        StringAssert.EndsWith(headers["b3"], "-0");
        Assert.AreEqual(SamplingPriority.AutoReject, LocalTrace.PriorityOf(read.ActivityContext));
    }

    [TestMethod]
    [DataRow(PropagationStyle.B3Multi, PropagationStyle.B3, "1122334455667788")]
    [DataRow(PropagationStyle.B3, PropagationStyle.B3Multi, "00aabbccddeeff01")]
    public void SpecStylesMultiB3_Extract_FirstListedWins(PropagationStyle first, PropagationStyle second, string spanId)
    {
        var headers = new Dictionary<string, string>
        {
            ["X-B3-TraceId"] = "7b1e3c905d2f4a6681c0ffeed00dfa11",
            ["X-B3-SpanId"] = "1122334455667788",
            ["b3"] = "88888888888888888888888888888888-00aabbccddeeff01-0",
        };

        Assert.AreEqual(spanId, Extract(new CompositePropagator([first, second], []), headers).ActivityContext.SpanId.ToHexString());
    }

    private static string? W3C(string state) =>
        Extract(new SegueTraceContextPropagator(), new() { ["traceparent"] = TraceParent, ["tracestate"] = state }).ActivityContext.TraceState;

    private static PropagationContext Extract(TextMapPropagator propagator, Dictionary<string, string> headers) =>
        propagator.Extract(default, headers, static (carrier, name) => carrier.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value));
}
