using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class JaegerPropagatorTests : PrefixPropagatorContract
{
    protected override TextMapPropagator Propagator { get; } = new JaegerPropagator();

    protected override string BaggagePrefix => "uberctx-";

    protected override SamplingPriority UserKeepReadBack => SamplingPriority.UserKeep;

    [TestMethod]
    public void Inject_BaggageWithoutIdentity_IsWrittenAndReadAlone()
    {
        var carrier = new PrefixCarrier();

        Propagator.Inject(new PropagationContext(default, Baggage.Create(new() { ["k"] = "é" })), carrier, PrefixCarrier.Set);
        var read = Propagator.Extract(default, carrier, PrefixCarrier.Get);

        Assert.AreEqual("%C3%A9", carrier.Entries.Single().Value);
        Assert.AreEqual(default, read.ActivityContext);
        Assert.AreEqual("é", read.Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public void Extract_BaggageThere_IsLaidUnderTheNewItems()
    {
        var carrier = new PrefixCarrier { { "uberctx-k", "new" } };

        var read = Propagator.Extract(new PropagationContext(default, Baggage.Create(new() { ["k"] = "old", ["o"] = "kept" })), carrier, PrefixCarrier.Get);

        Assert.AreEqual("new", read.Baggage.GetBaggage("k"));
        Assert.AreEqual("kept", read.Baggage.GetBaggage("o"));
    }

    [TestMethod]
    public void Inject_DebugId_IsNotPassedOn()
    {
        var carrier = new PrefixCarrier();
        var read = Propagator.Extract(default, new PrefixCarrier { { "jaeger-debug-id", "corr-1" } }, PrefixCarrier.Get);

        Propagator.Inject(read, carrier, PrefixCarrier.Set);

        Assert.AreEqual("corr-1", read.Baggage.GetBaggage(JaegerPropagator.DebugIdKey));
        Assert.AreEqual(0, carrier.Entries.Count);
    }

    [TestMethod]
    public void Extract_ListOverTheLimit_ReadsWholeItemsOnly()
    {
        var carrier = new PrefixCarrier { { "jaeger-baggage", "a=1,b=" + new string('2', 8_200) } };

        var read = Propagator.Extract(default, carrier, PrefixCarrier.Get).Baggage;

        Assert.AreEqual(1, read.Count);
        Assert.AreEqual("1", read.GetBaggage("a"));
    }

    [TestMethod]
    [DataRow("%E6%97%A5", "日")]
    [DataRow("%e6%97%a5x", "日x")]
    [DataRow("%E6%97x%20", "%E6%97x ")]
    [DataRow("%EF%BF%BD", "\ufffd")]
    [DataRow("%", "%")]
    [DataRow("%4", "%4")]
    [DataRow("%%41", "%A")]
    public void Extract_EncodedValue_IsDecodedAsFarAsItCan(string sent, string expected)
    {
        var carrier = new PrefixCarrier { { "uberctx-k", sent } };

        Assert.AreEqual(expected, Propagator.Extract(default, carrier, PrefixCarrier.Get).Baggage.GetBaggage("k"));
    }
}
