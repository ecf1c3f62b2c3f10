using Segue.Context;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

/// <summary>A <c>jaeger-debug-id</c> without a trace keeps what the rate would drop.</summary>
[TestClass]
public class DebugIdDeliveryTests : SdkTestBase
{
    [TestMethod]
    public void Start_NativeParentIsADebugId_KeptTaggedAndNotPassedOn()
    {
        using var agent = new ScriptedListener();
        var headers = new Dictionary<string, string>();
        using (var tracing = SegueTracingTests.Start(agent, options => options.SampleRate = 0))
        {
            var parent = new SpanContextExtractor().Extract(new Dictionary<string, string> { [DebugId.Key] = "ticket-7", ["baggage"] = "k=v" }, static (carrier, name) => carrier.TryGetValue(name, out var value) ? [value] : []);
            using (var scope = Tracer.Instance.StartActive("root", new SpanCreationSettings { Parent = parent }))
            {
                Assert.AreEqual("k", string.Join(" ", OpenTelemetry.Baggage.Current.GetBaggage().Keys));
                using (Tracer.Instance.StartActive("child")) new SpanContextInjector().Inject(headers, static (carrier, name, value) => carrier[name] = value, scope.Span.Context);
            }

            Assert.IsTrue(tracing.ForceFlush(TimeSpan.FromSeconds(20)));
        }

        var root = agent.Spans.Single(span => span.Resource == "root");
        Assert.AreEqual("ticket-7", root.Meta[DebugId.Key]);
        Assert.AreEqual(2, root.Metrics["_sampling_priority_v1"]);
        Assert.IsFalse(agent.Spans.Single(span => span.Resource == "child").Meta.ContainsKey(DebugId.Key));
        Assert.AreEqual("k=v", headers["baggage"]);
        Assert.EndsWith("-01", headers["traceparent"]);
    }

    [TestMethod]
    public void Start_NativeParentIsADebugIdAndNobodyListens_ItsBaggageGoesOnWithoutIt()
    {
        using var agent = new ScriptedListener();
        using var tracing = SegueTracingTests.Start(agent, options => options.Enabled = false);
        var parent = new SpanContextExtractor().Extract(new Dictionary<string, string> { [DebugId.Key] = "ticket-7", ["baggage"] = "k=v" }, static (carrier, name) => carrier.TryGetValue(name, out var value) ? [value] : []);
        Expect("NobodyListens");

        using (Tracer.Instance.StartActive("root", new SpanCreationSettings { Parent = parent }))
            Assert.AreEqual("k", string.Join(" ", OpenTelemetry.Baggage.Current.GetBaggage().Keys));
    }
}
