using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class B3MultiPropagatorTests : PrefixPropagatorContract
{
    protected override TextMapPropagator Propagator { get; } = new B3MultiPropagator();

    [TestMethod]
    [DataRow("1", null, "dd=s:1")]
    [DataRow("true", null, "dd=s:1")]
    [DataRow("TRUE", null, "dd=s:1")]
    [DataRow("0", null, "dd=s:0")]
    [DataRow("false", "0", "dd=s:0")]
    [DataRow("d", null, "dd=s:2")]
    [DataRow("0", "1", "dd=s:2")]
    [DataRow(null, "1", "dd=s:2")]
    [DataRow("2", null, null)]
    [DataRow("", "x", null)]
    [DataRow(null, null, null)]
    public void Extract_SampledAndFlags_SaysWhatWasDecided(string? sampled, string? flags, string? state)
    {
        var carrier = new PrefixCarrier
        {
            { "X-B3-TraceId", "81c0ffeed00dfa11" }, { "X-B3-SpanId", "1122334455667788" }, { "X-B3-Sampled", sampled }, { "X-B3-Flags", flags },
        };

        var read = Propagator.Extract(default, carrier, PrefixCarrier.Get).ActivityContext;

        Assert.AreEqual(state, read.TraceState);
        Assert.AreEqual(state != "dd=s:0", read.TraceFlags == ActivityTraceFlags.Recorded);
    }

    [TestMethod]
    [DataRow("81c0ffeed00dfa1", "1122334455667788")]
    [DataRow("81c0ffeed00dfa11a", "1122334455667788")]
    [DataRow("0000000000000000", "1122334455667788")]
    [DataRow("81c0ffeed00dfa11", "112233445566778")]
    [DataRow("81c0ffeed00dfa11", "0000000000000000")]
    [DataRow("81c0ffeed00dfa11", null)]
    public void Extract_BadIds_GivesNoContext(string traceId, string? spanId)
    {
        var carrier = new PrefixCarrier { { "X-B3-TraceId", traceId }, { "X-B3-SpanId", spanId }, { "X-B3-Sampled", "1" } };

        Assert.AreEqual(default, Propagator.Extract(default, carrier, PrefixCarrier.Get));
    }

    [TestMethod]
    public void Extract_DictionaryWithLowerCaseNames_IsRead()
    {
        var carrier = new Dictionary<string, string> { ["x-b3-traceid"] = "81c0ffeed00dfa11", ["x-b3-spanid"] = "1122334455667788", ["x-b3-sampled"] = "0" };

        var read = Propagator.Extract(default, carrier, (headers, name) => headers.TryGetValue(name, out var value) ? [value] : []);

        Assert.AreEqual("dd=s:0", read.ActivityContext.TraceState);
    }

    [TestMethod]
    public void Extract_DecisionAlone_GivesNoContext()
    {
        var carrier = new PrefixCarrier { { "X-B3-Sampled", "0" }, { "X-B3-Flags", "1" } };

        Assert.AreEqual(default, Propagator.Extract(default, carrier, PrefixCarrier.Get));
    }
}
