using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

/// <summary>Decisions that are changed after one of Segue's propagators passed the trace on.</summary>
[TestClass]
public class LateDecisionTests : CoreTestBase
{
    public static IEnumerable<TextMapPropagator> Propagators =>
    [
        new SegueTraceContextPropagator(), new DatadogPropagator(), new Segue.Propagation.B3Propagator(), new B3MultiPropagator(),
        new JaegerPropagator(), new OtTracerPropagator(), new CompositePropagator(),
    ];

    [TestMethod]
    [DynamicData(nameof(Propagators))]
    public void Inject_DecisionIsTurnedLater_IsCountedOnce(TextMapPropagator propagator)
    {
        using var span = Some.Source.StartActivity("server")!;
        propagator.Inject(new PropagationContext(span.Context, default), new PrefixCarrier(), PrefixCarrier.Set);

        LocalTrace.Decide(span, SamplingPriority.UserReject);
        LocalTrace.Decide(span, SamplingPriority.UserReject);

        Assert.AreEqual(1, Counters["segue.misuse/decision_after_sending"]);
    }

    [TestMethod]
    [DataRow(null, SamplingPriority.AutoKeep, 0)]
    [DataRow(null, SamplingPriority.UserKeep, 1)]
    [DataRow("dd=s:1", SamplingPriority.AutoKeep, 0)]
    [DataRow("dd=s:1", SamplingPriority.UserKeep, 1)]
    [DataRow("dd=s:2", SamplingPriority.UserKeep, 0)]
    [DataRow("dd=s:2", SamplingPriority.AutoKeep, 1)]
    public void Inject_PriorityIsChangedLater_IsCounted(string? traceState, SamplingPriority later, int counted)
    {
        using var span = Some.Source.StartActivity("server")!;
        span.TraceStateString = traceState;
        new CompositePropagator().Inject(new PropagationContext(span.Context, default), new PrefixCarrier(), PrefixCarrier.Set);

        LocalTrace.Decide(span, later);

        Assert.AreEqual(counted, Counters["segue.misuse/decision_after_sending"]);
    }

    [TestMethod]
    public void Inject_BaggageAlone_IsNoDecisionThatWentOut()
    {
        using var span = Some.Source.StartActivity("server")!;
        new Segue.Propagation.BaggagePropagator().Inject(new PropagationContext(span.Context, default), new PrefixCarrier(), PrefixCarrier.Set);

        LocalTrace.Decide(span, SamplingPriority.UserReject);

        Assert.AreEqual(0, Counters["segue.misuse/decision_after_sending"]);
    }

    [TestMethod]
    public void HttpPropagator_DecisionIsTurnedLater_IsCounted()
    {
        using var span = Some.Source.StartActivity("server")!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://shop/");
        new HttpPropagator(new CompositePropagator()).Inject(span, request, static (carrier, name, value) => ((HttpRequestMessage)carrier!).Headers.Add(name, value));

        LocalTrace.Decide(span, SamplingPriority.UserReject);

        Assert.AreEqual(1, Counters["segue.misuse/decision_after_sending"]);
    }
}
