using System.Diagnostics;
using Segue.Context;

namespace Segue.TestKit;

// Every priority of the vendor's, at either width of trace id.
public abstract partial class PropagatorContract
{
    [TestMethod]
    [DataRow(SamplingPriority.UserReject)]
    [DataRow(SamplingPriority.AutoReject)]
    [DataRow(SamplingPriority.AutoKeep)]
    [DataRow(SamplingPriority.UserKeep)]
    public void Extract_DecisionThatWasInjected_ComesBack(SamplingPriority priority)
    {
        var flags = priority > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        foreach (var traceId in new[] { Some.TraceIdHex, "0000000000000000a3ce929d0e0e4736" })
        {
            var sent = new ActivityContext(ActivityTraceId.CreateFromString(traceId), ActivitySpanId.CreateFromString(Some.SpanIdHex), flags, VendorState.WithPriority(null, priority));

            var read = Extract(Inject(sent)).ActivityContext;

            Assert.AreEqual(CarriesContext, VendorState.TryGetPriority(read.TraceState, out var decision));
            Assert.AreEqual(CarriesContext ? (priority, flags) : default, (decision, read.TraceFlags));
        }
    }

    [TestMethod]
    public void Inject_DecisionChangedSince_WritesTheNewOne()
    {
        var sent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, VendorState.WithPriority(null, SamplingPriority.AutoReject));
        LocalTrace.Decide(sent, SamplingPriority.UserKeep);

        var read = Extract(Inject(sent)).ActivityContext;

        Assert.AreEqual(CarriesContext, VendorState.TryGetPriority(read.TraceState, out var decision) && decision == SamplingPriority.UserKeep);
    }
}
