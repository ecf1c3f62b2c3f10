using System.Collections.Specialized;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

// What a request's headers named besides.
public partial class HttpPropagatorTests
{
    [TestMethod]
    public void TryTakeLinks_Conflict_GivesThemOnce()
    {
        var carrier = new NameValueCollection { ["traceparent"] = Some.TraceParent(), ["b3"] = Conflict };
        _propagator.ExtractTraceIdAndState(carrier, Get, out _, out _);

        Assert.IsTrue(HttpPropagator.TryTakeLinks(carrier, out var links));
        Assert.AreEqual("00aabbccddeeff01", links.Single().Context.SpanId.ToHexString());
        Assert.IsFalse(HttpPropagator.TryTakeLinks(carrier, out links));
        Assert.IsEmpty(links);
        Assert.IsFalse(HttpPropagator.TryTakeLinks(null!, out _));
    }

    [TestMethod]
    public void TryTakeLinks_CarrierUsedAgainForAnotherRequest_ForgetsTheFormerOnes()
    {
        var carrier = new NameValueCollection { ["traceparent"] = Some.TraceParent(), ["b3"] = Conflict };
        _propagator.ExtractTraceIdAndState(carrier, Get, out _, out _);
        carrier.Remove("b3");
        _propagator.ExtractTraceIdAndState(carrier, Get, out _, out _);

        Assert.IsFalse(HttpPropagator.TryTakeLinks(carrier, out _));
    }

    [TestMethod]
    public void TryTakeLinks_OfTheRequestReadLast_GivesThemOnce()
    {
        var carrier = new NameValueCollection { ["traceparent"] = Some.TraceParent(), ["b3"] = Conflict };
        _propagator.ExtractTraceIdAndState(carrier, Get, out _, out _);

        Assert.IsTrue(HttpPropagator.TryTakeLinks(out var links));
        Assert.AreEqual("00aabbccddeeff01", links.Single().Context.SpanId.ToHexString());
        Assert.IsFalse(HttpPropagator.TryTakeLinks(out links));
        Assert.IsEmpty(links);
        Assert.IsFalse(HttpPropagator.TryTakeLinks(carrier, out _), "they were that carrier's");
    }

    [TestMethod]
    public void TryTakeLinks_AnotherRequestReadSince_GivesNone()
    {
        _propagator.ExtractTraceIdAndState(new NameValueCollection { ["traceparent"] = Some.TraceParent(), ["b3"] = Conflict }, Get, out _, out _);
        _propagator.ExtractTraceIdAndState(new NameValueCollection { ["traceparent"] = Some.TraceParent() }, Get, out _, out _);

        Assert.IsFalse(HttpPropagator.TryTakeLinks(out _));
    }

    [TestMethod]
    public void HasRead_RequestRead_IsTrue()
    {
        Assert.IsFalse(_propagator.HasRead);

        _propagator.ExtractTraceIdAndState(new NameValueCollection(), Get, out _, out _);

        Assert.IsTrue(_propagator.HasRead);
    }
}
