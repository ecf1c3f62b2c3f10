using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class JaegerVectorTests : CoreTestBase
{
    private static readonly IReadOnlyList<VectorRow> _rows = VectorRow.Read("jaeger-vectors.tsv");

    public static IEnumerable<object[]> Extractions => Of("extract");

    public static IEnumerable<object[]> Injections => Of("inject");

    [TestMethod]
    public void Rows_All_AreRun() => Assert.AreEqual(181, Extractions.Count() + Injections.Count());

    [TestMethod]
    public void Differences_Each_NamesARow() =>
        Assert.AreEqual("", string.Join(", ", JaegerVectorDifferences.All.Keys.Except(_rows.Select(row => row.Name))));

    [TestMethod]
    [DynamicData(nameof(Extractions))]
    public void Extract_Row_IsAsRecommended(string name)
    {
        var row = Row(name);
        var carrier = new PrefixCarrier();
        foreach (var header in JsonNode.Parse(row["headers_or_context_json"])!.AsArray()) carrier.Add((string?)header![0], (string?)header[1]);

        var read = PropagatorOf(row).Extract(default, carrier, PrefixCarrier.Get);

        VectorRow.AssertAnswer(name, Expected(row), Describe(read));
        if (JaegerVectorDifferences.All.TryGetValue(name, out var difference)) Assert.AreEqual(difference.Conflicts, Counters["segue.misuse/context_conflict"]);
    }

    [TestMethod]
    [DynamicData(nameof(Injections))]
    public void Inject_Row_IsAsRecommended(string name)
    {
        var row = Row(name);
        var model = JsonNode.Parse(row["headers_or_context_json"])!;
        var items = model["baggage"]!.AsObject().ToDictionary(item => item.Key, item => (string)item.Value!);
        var carrier = new PrefixCarrier();

        PropagatorOf(row).Inject(new PropagationContext(ContextOf(model), Baggage.Create(items)), carrier, PrefixCarrier.Set);

        var written = new JsonArray([.. carrier.Select(entry => new JsonArray(entry.Key, entry.Value))]);
        VectorRow.AssertAnswer(name, Expected(row), written);
    }

    private static IEnumerable<object[]> Of(string direction) => _rows.Where(row => row["direction"] == direction).Select(row => new object[] { row.Name });

    private static VectorRow Row(string name) => _rows.Single(row => row.Name == name);

    private static TextMapPropagator PropagatorOf(VectorRow row) => row["style"] == "ot" ? new OtTracerPropagator() : new JaegerPropagator();

    // The column is "same" or JSON, either with a remark behind a dash.
    private static JsonNode? Expected(VectorRow row)
    {
        var recommended = row["recommended"].Split(" — ")[0];
        return JsonNode.Parse(recommended == "same" ? row["expected_json"] : recommended);
    }

    private static ActivityContext ContextOf(JsonNode model)
    {
        var sampled = (bool)model["sampled"]!;
        var priority = !sampled ? SamplingPriority.AutoReject : (bool)model["debug"]! ? SamplingPriority.UserKeep : SamplingPriority.AutoKeep;
        return new ActivityContext(
            ActivityTraceId.CreateFromString((string)model["trace_id"]!),
            ActivitySpanId.CreateFromString((string)model["span_id"]!),
            sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
            VendorState.WithPriority(null, priority));
    }

    private static JsonObject? Describe(PropagationContext read)
    {
        var identity = read.ActivityContext;
        var known = identity.TraceId != default;
        if (!known && read.Baggage.Count == 0) return null;

        var decided = VendorState.TryGetPriority(identity.TraceState, out var priority);
        var baggage = new JsonObject();
        foreach (var item in read.Baggage.GetBaggage().Where(item => item.Key != JaegerPropagator.DebugIdKey)) baggage[item.Key] = item.Value;
        var described = new JsonObject
        {
            ["trace_id"] = known ? identity.TraceId.ToHexString() : null,
            ["span_id"] = known ? identity.SpanId.ToHexString() : null,
            ["sampled"] = known && !decided ? "undecided" : priority > 0,
            ["debug"] = priority == SamplingPriority.UserKeep,
            ["baggage"] = baggage,
        };
        if (read.Baggage.GetBaggage(JaegerPropagator.DebugIdKey) is { } debugId) described["debug_id"] = debugId;
        return described;
    }
}
