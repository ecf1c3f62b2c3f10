using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;
using B3Propagator = Segue.Propagation.B3Propagator;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class B3VectorTests
{
    // Their expectation is a sentence: each has a test of its own here.
    private static readonly string[] _told = ["spec-b3-single-drop-1", "spec-b3-invalid", "spec-styles-multi-b3"];

    private static readonly IReadOnlyList<VectorRow> _rows = VectorRow.Read("b3-vectors.tsv");

    public static IEnumerable<object[]> Extractions => Of("extract");

    public static IEnumerable<object[]> Injections => Of("inject");

    public static IEnumerable<object[]> RoundTrips => Of("roundtrip");

    [TestMethod]
    public void Rows_All_AreRun() => Assert.AreEqual(35, Extractions.Count() + Injections.Count() + RoundTrips.Count() + _told.Length);

    [TestMethod]
    public void Differences_Each_NamesARow() =>
        Assert.AreEqual("", string.Join(", ", B3VectorDifferences.Reasons.Keys.Except(_rows.Select(row => row.Name))));

    [TestMethod]
    [DynamicData(nameof(Extractions))]
    public void Extract_Row_IsAsRecommended(string name)
    {
        var row = Row(name);

        var read = Extract(PropagatorOf(row), row);

        VectorRow.AssertAnswer(name, Expected(row), new JsonObject { ["context"] = Describe(read) }, B3VectorDifferences.Reasons);
    }

    [TestMethod]
    [DynamicData(nameof(Injections))]
    public void Inject_Row_IsAsRecommended(string name)
    {
        var row = Row(name);
        var model = JsonNode.Parse(row["headers_or_context_json"])!;
        var priority = (int?)model["priority"];
        var context = new ActivityContext(
            ActivityTraceId.CreateFromString(((string)model["trace_id"]!).PadLeft(32, '0')),
            ActivitySpanId.CreateFromString((string)model["span_id"]!),
            priority is null or > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
            priority is null ? null : VendorState.WithPriority(null, (SamplingPriority)priority));

        VectorRow.AssertAnswer(name, Expected(row), Inject(PropagatorOf(row), context), B3VectorDifferences.Reasons);
    }

    [TestMethod]
    [DynamicData(nameof(RoundTrips))]
    public void RoundTrip_Row_IsAsRecommended(string name)
    {
        var row = Row(name);
        var read = Extract(PropagatorOf(row), row).ActivityContext;

        VectorRow.AssertAnswer(name, Expected(row), Inject(PropagatorOf(row), Child(read)), B3VectorDifferences.Reasons);
    }

    [TestMethod]
    public void RoundTrip_SpecSingleDrop_EndsInZero()
    {
        var read = Extract(new B3Propagator(), Row("spec-b3-single-drop-1")).ActivityContext;

        StringAssert.EndsWith((string)Inject(new B3Propagator(), Child(read))["headers"]!["b3"]!, "-0");
        Assert.AreEqual(SamplingPriority.AutoReject, LocalTrace.PriorityOf(read));
    }

    [TestMethod]
    public void Extract_SpecInvalid_GivesNoContext()
    {
        Assert.AreEqual(default, Extract(new B3Propagator(), Row("spec-b3-invalid")));
        Assert.AreEqual(default, Extract(new B3MultiPropagator(), Row("spec-b3-invalid")));
    }

    [TestMethod]
    public void Extract_SpecBothStyles_FirstListedWins()
    {
        var carrier = new PrefixCarrier
        {
            { "x-b3-traceid", "7b1e3c905d2f4a6681c0ffeed00dfa11" }, { "x-b3-spanid", "1122334455667788" },
            { "b3", "88888888888888888888888888888888-00aabbccddeeff01-0" },
        };
        var multiFirst = new CompositeTextMapPropagator([new B3MultiPropagator(), new B3Propagator()]);
        var singleFirst = new CompositeTextMapPropagator([new B3Propagator(), new B3MultiPropagator()]);

        Assert.AreEqual("1122334455667788", multiFirst.Extract(default, carrier, PrefixCarrier.Get).ActivityContext.SpanId.ToHexString());
        Assert.AreEqual("00aabbccddeeff01", singleFirst.Extract(default, carrier, PrefixCarrier.Get).ActivityContext.SpanId.ToHexString());
    }

    private static IEnumerable<object[]> Of(string direction) =>
        _rows.Where(row => row["direction"] == direction && !_told.Contains(row.Name)).Select(row => new object[] { row.Name });

    private static VectorRow Row(string name) => _rows.Single(row => row.Name == name);

    private static TextMapPropagator PropagatorOf(VectorRow row) =>
        row["style"].Contains("b3multi", StringComparison.Ordinal) ? new B3MultiPropagator() : new B3Propagator();

    // Where something else is recommended, it is what the other language's tracer answers.
    private static JsonNode Expected(VectorRow row)
    {
        var recommended = row["recommended_if_not_expected"].Length > 0;
        var expected = JsonNode.Parse(row[recommended ? "js_6.21_result_if_different" : "expected_json"])!;
        // The upper half is part of the trace id already.
        (expected["context"] as JsonObject)?.Remove("tags");
        return expected;
    }

    private static PropagationContext Extract(TextMapPropagator propagator, VectorRow row)
    {
        var carrier = new PrefixCarrier();
        foreach (var header in JsonNode.Parse(row["headers_or_context_json"])!.AsArray()) carrier.Add((string?)header![0], (string?)header[1]);
        return propagator.Extract(default, carrier, PrefixCarrier.Get);
    }

#pragma warning disable CA1308 // the table's names are lower-cased
    private static JsonObject Inject(TextMapPropagator propagator, ActivityContext context)
    {
        var carrier = new PrefixCarrier();
        propagator.Inject(new PropagationContext(context, default), carrier, PrefixCarrier.Set);
        var headers = new JsonObject();
        foreach (var entry in carrier) headers[entry.Key.ToLowerInvariant()] = entry.Value;
        return new JsonObject { ["headers"] = headers };
    }
#pragma warning restore CA1308

    private static ActivityContext Child(ActivityContext parent) =>
        new(parent.TraceId, ActivitySpanId.CreateFromString("0000000000c0ffee"), parent.TraceFlags, parent.TraceState);

    private static JsonObject? Describe(PropagationContext read)
    {
        var identity = read.ActivityContext;
        if (identity.TraceId == default) return null;
        var described = new JsonObject { ["trace_id"] = identity.TraceId.ToHexString(), ["span_id"] = identity.SpanId.ToHexString() };
        if (VendorState.TryGetPriority(identity.TraceState, out var priority)) described["priority"] = (int)priority;
        return described;
    }
}
