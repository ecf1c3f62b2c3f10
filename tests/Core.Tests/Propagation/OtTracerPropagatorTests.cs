using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class OtTracerPropagatorTests : PrefixPropagatorContract
{
    protected override TextMapPropagator Propagator { get; } = new OtTracerPropagator();

    protected override string BaggagePrefix => "ot-baggage-";

    protected override bool Keeps128 => false;

    [TestMethod]
    public void Extract_NoSampledHeader_IsUndecided()
    {
        var carrier = new PrefixCarrier { { "ot-tracer-traceid", "a1b2c3d4e5f60718" }, { "ot-tracer-spanid", Some.SpanIdHex } };

        var read = Propagator.Extract(default, carrier, PrefixCarrier.Get).ActivityContext;

        Assert.IsNull(read.TraceState);
        Assert.AreEqual(System.Diagnostics.ActivityTraceFlags.Recorded, read.TraceFlags);
    }

    [TestMethod]
    public void Extract_KnownContextWithoutIdsOfItsOwn_AddsTheBaggage()
    {
        var known = new PropagationContext(Some.Context(), default);

        var read = Propagator.Extract(known, new PrefixCarrier { { "ot-baggage-k", "v" } }, PrefixCarrier.Get);

        Assert.AreEqual("v", read.Baggage.GetBaggage("k"));
    }
}
