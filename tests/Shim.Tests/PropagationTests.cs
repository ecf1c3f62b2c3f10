using System.Diagnostics;
using OpenTracing.Propagation;
using Segue.Propagation;

namespace Segue.Shim.Tests;

/// <summary>What the shim makes of headers besides a parent.</summary>
[TestClass]
public class PropagationTests : ShimTestBase
{
    [TestMethod]
    public void Extract_HeadersOfTwoTraces_StartedSpanIsLinkedToTheOther()
    {
        var parent = Read(
            ("traceparent", "00-5a5a5a5a5a5a5a5a0123456789abcdef-00aabbccddeeff01-01"),
            ("uber-trace-id", "0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331:0:1"));

        Tracer.BuildSpan("a").AsChildOf(parent).Start().Finish();

        var span = Spans.Single("a");
        Assert.AreEqual("00aabbccddeeff01", span.ParentSpanId.ToHexString());
        Assert.AreEqual("0af7651916cd43dd8448eb211c80319c", span.Links.Single().Context.TraceId.ToHexString());
    }

    [TestMethod]
    public void Extract_JaegerDebugIdAlone_BeginsAKeptTraceThatIsTaggedWithIt()
    {
        var parent = Read(("jaeger-debug-id", "ticket-7"));

        var span = Tracer.BuildSpan("a").AsChildOf(parent).Start();
        span.Finish();

        Assert.AreEqual("ticket-7", Tag(Spans.Single("a"), "jaeger-debug-id"));
        Assert.AreEqual(SamplingPriority.UserKeep, Context.LocalTrace.PriorityOf(Context.LocalTrace.IdentityOf(Spans.Single("a"))));
        Assert.IsNull(span.GetBaggageItem(JaegerPropagator.DebugIdKey));
    }

    [TestMethod]
    [DataRow("follows_from", 1)]
    [DataRow("child_of", 2)]
    public void AddReference_JaegerDebugIdAlone_BeginsAKeptTraceThatIsTaggedWithIt(string type, int references)
    {
        var builder = Tracer.BuildSpan("a");
        for (var i = 0; i < references; i++) builder.AddReference(type, Read(("jaeger-debug-id", "ticket-7"), ("baggage", "k=v")));

        var span = builder.Start();
        span.Finish();

        Assert.AreEqual("ticket-7", Tag(Spans.Single("a"), "jaeger-debug-id"));
        Assert.AreEqual(SamplingPriority.UserKeep, Context.LocalTrace.PriorityOf(Context.LocalTrace.IdentityOf(Spans.Single("a"))));
        Assert.AreEqual("k", string.Join(" ", span.Context.GetBaggageItems().Select(item => item.Key)));
    }

    [TestMethod]
    public void AddReference_JaegerDebugIdBesideAParent_IsLeftOut()
    {
        var parent = Read(("traceparent", "00-5a5a5a5a5a5a5a5a0123456789abcdef-00aabbccddeeff01-01"));

        var span = Tracer.BuildSpan("a").AsChildOf(parent).AsChildOf(Read(("jaeger-debug-id", "ticket-7"))).Start();
        span.Finish();

        Assert.IsNull(Tag(Spans.Single("a"), "jaeger-debug-id"));
        Assert.IsEmpty(span.Context.GetBaggageItems());
    }

    [TestMethod]
    public void Inject_JaegerDebugIdInABinaryCarrier_IsLeftOut()
    {
        var stream = new MemoryStream();

        Tracer.Inject(Read(("jaeger-debug-id", "ticket-7"), ("baggage", "k=v")), BuiltinFormats.Binary, new BinaryInjectAdapter(stream));

        var read = Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(stream.ToArray())));
        Assert.AreEqual("k", string.Join(" ", read.GetBaggageItems().Select(item => item.Key)));
    }

    [TestMethod]
    public void Extract_JaegerDebugIdBesideATrace_IsLeftOut()
    {
        var parent = Read(("traceparent", "00-5a5a5a5a5a5a5a5a0123456789abcdef-00aabbccddeeff01-01"), ("jaeger-debug-id", "ticket-7"));

        Assert.IsEmpty(parent.GetBaggageItems());
    }

    [TestMethod]
    public void AsChildOf_TraceWithoutASpanBelowAHiddenRoot_ContinuesThatTrace()
    {
        using var hidden = new Activity("framework").Start();
        var parent = Read(("x-datadog-trace-id", "123"), ("x-datadog-parent-id", "0"), ("x-datadog-sampling-priority", "2"));

        Tracer.BuildSpan("a").AsChildOf(parent).Start().Finish();

        var span = Spans.Single("a");
        Assert.AreEqual("0000000000000000000000000000007b", span.TraceId.ToHexString());
        Assert.StartsWith("dd=s:2", span.TraceStateString);
    }

    [TestMethod]
    public void StartActive_OverAScopeOfAHiddenActivity_IsNotItsChild()
    {
        using var server = TestKit.Some.Source.StartActivity("server");
        using var hidden = new Activity("framework").Start();
        using (Tracer.ScopeManager.Activate(Tracer.ActiveSpan, false)) Tracer.BuildSpan("a").StartActive().Dispose();

        Assert.AreEqual(server!.SpanId, Spans.Single("a").ParentSpanId);
    }

    [TestMethod]
    [DataRow("manual.drop", true, 1)]
    [DataRow("manual.drop", false, 0)]
    [DataRow("manual.keep", true, 1, DisplayName = "kept before, but not by hand")]
    public void SetTag_DecisionChangedAfterInject_IsCounted(string tag, bool injected, int counted)
    {
        var span = Tracer.BuildSpan("a").Start();
        var segue = new OpenTracingShim(new ShimOptions { HttpHeaders = new CompositePropagator() });
        if (injected) segue.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(new Dictionary<string, string>()));

        span.SetTag(tag, true);
        span.SetTag(tag, true);

        Assert.AreEqual(counted, Counters["segue.misuse/decision_after_sending"]);
        span.Finish();
    }

    private OpenTracing.ISpanContext Read(params (string Name, string Value)[] headers) =>
        new OpenTracingShim(new ShimOptions { HttpHeaders = new CompositePropagator() })
            .Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers.ToDictionary(header => header.Name, header => header.Value)));
}
