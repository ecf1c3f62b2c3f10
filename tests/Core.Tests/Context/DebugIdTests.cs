using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Context;

[TestClass]
public class DebugIdTests : CoreTestBase
{
    private readonly HttpPropagator _propagator = new(new CompositePropagator());

    [TestMethod]
    public void TryBegin_RequestAsked_FirstTraceIsKeptAndItsRootTold()
    {
        var trace = ActivityTraceId.CreateRandom();
        Arrive("ticket-7");

        Assert.AreEqual("True ticket-7", Begin(trace));
        Assert.AreEqual("True ", Begin(trace));
        Assert.AreEqual("False ", Begin(ActivityTraceId.CreateRandom()));
    }

    [TestMethod]
    public void TryBegin_NextRequestDoesNotAsk_IsForgotten()
    {
        Arrive("ticket-7");
        Arrive(null);

        Assert.AreEqual("False ", Begin(ActivityTraceId.CreateRandom()));
    }

    [TestMethod]
    public void TryBegin_RequestHasATrace_DoesNotCount()
    {
        Arrive("ticket-7", Some.TraceParent());

        Assert.AreEqual("False ", Begin(ActivityTraceId.CreateRandom()));
    }

    [TestMethod]
    public async Task TryBegin_AnotherFlowsRequest_IsNotSeen()
    {
        await Task.Run(() => Arrive("ticket-7"));

        Assert.AreEqual("False ", Begin(ActivityTraceId.CreateRandom()));
    }

    [TestMethod]
    public async Task TryBegin_TaskOfTheRequestBegan_IsTakenForAll()
    {
        Arrive("ticket-7");
        await Task.Run(() => Begin(ActivityTraceId.CreateRandom()));

        Assert.AreEqual("False ", Begin(ActivityTraceId.CreateRandom()));
    }

    [TestMethod]
    public void Take_ReadFromTheSameRequest_NoOtherTraceBeginsWithIt()
    {
        Arrive("ticket-7");
        var baggage = Baggage.Create(new() { [DebugId.Key] = "ticket-7", ["k"] = "v" });

        Assert.AreEqual("ticket-7", DebugId.Take(ref baggage));

        Assert.AreEqual("k", string.Join(" ", baggage.GetBaggage().Keys));
        Assert.AreEqual("False ", Begin(ActivityTraceId.CreateRandom()));
    }

    [TestMethod]
    public void Take_None_LeavesBaggageAsItIs()
    {
        var baggage = Baggage.Create(new() { ["k"] = "v" });

        Assert.IsNull(DebugId.Take(ref baggage));
        Assert.AreEqual(1, baggage.Count);
    }

    [TestMethod]
    public void ExtractBaggage_DebugIdAndItems_GivesTheItemsAlone()
    {
        var headers = new Dictionary<string, string> { [DebugId.Key] = "ticket-7", ["baggage"] = "k=v" };

        Assert.AreEqual("k=v", Items(_propagator.ExtractBaggage(headers, Get)), "alone");
        _propagator.ExtractTraceIdAndState(headers, Get, out _, out _);
        Assert.AreEqual("k=v", Items(_propagator.ExtractBaggage(headers, Get)), "after the context");
    }

    [TestMethod]
    public void Inject_DebugIdAsBaggage_NoFormatWritesIt()
    {
        var propagator = new CompositePropagator([], CompositePropagator.DefaultExtract) { WriteOpenTracingBaggage = true };
        var carrier = new PrefixCarrier();

        propagator.Inject(new(Some.Context(), Baggage.Create(new() { ["Jaeger-Debug-Id"] = "ticket-7", ["k"] = "v" })), carrier, PrefixCarrier.Set);

        var written = string.Join(" ", carrier.Select(header => header.Key + "=" + header.Value));
        Assert.Contains("baggage=k=v", written);
        Assert.Contains("ot-baggage-k=v", written);
        Assert.DoesNotContain("debug", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ticket", written);
    }

    private static string Begin(ActivityTraceId trace) => DebugId.TryBegin(trace, out var id) + " " + id;

    private static string Items(IEnumerable<KeyValuePair<string, string?>>? items) => string.Join(" ", (items ?? []).Select(item => item.Key + "=" + item.Value));

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        ((Dictionary<string, string>)carrier!).TryGetValue(name, out value);
    }

    private void Arrive(string? debugId, string? traceParent = null)
    {
        var headers = new Dictionary<string, string>();
        if (debugId is not null) headers[DebugId.Key] = debugId;
        if (traceParent is not null) headers["traceparent"] = traceParent;
        _propagator.ExtractTraceIdAndState(headers, Get, out _, out _);
    }
}
