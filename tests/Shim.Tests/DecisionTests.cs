using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OpenTracing.Propagation;
using OtTags = OpenTracing.Tag.Tags;

namespace Segue.Shim.Tests;

/// <summary>Sampling decisions that legacy code makes late, on any span of the trace.</summary>
[TestClass]
public class DecisionTests : ShimTestBase
{
    [TestMethod]
    public void SetTag_KeepOnASampledOutSpan_IsInjected()
    {
        Spans.Dispose();
        using var provider = AlwaysOff();
        using var scope = Tracer.BuildSpan("a").StartActive();

        scope.Span.SetTag(OtTags.SamplingPriority, 1);

        Assert.AreEqual("-01 dd=s:2", Injected(scope.Span));
    }

    [TestMethod]
    public void WithTag_KeepOnAChildInADroppedTrace_IsInjected()
    {
        Spans.Dispose();
        using var provider = AlwaysOff();
        using var root = Tracer.BuildSpan("root").StartActive();

        using var child = Tracer.BuildSpan("child").WithTag(OtTags.SamplingPriority, 1).StartActive();

        Assert.AreEqual("-01 dd=s:2", Injected(child.Span));
        Assert.AreEqual("-01 dd=s:2", Injected(root.Span));
    }

    [TestMethod]
    public void SetTag_DropOnTheRoot_IsInjectedByChildrenThatStartedBefore()
    {
        using var root = Tracer.BuildSpan("root").StartActive();
        using var child = Tracer.BuildSpan("child").StartActive();

        root.Span.SetTag(OtTags.SamplingPriority, 0);

        Assert.AreEqual("-00 dd=s:-1", Injected(child.Span));
        using var grandchild = Tracer.BuildSpan("grandchild").StartActive();
        Assert.AreEqual("-00 dd=s:-1", Injected(grandchild.Span));
        Assert.IsFalse(Activity.Current!.Recorded);
    }

    [TestMethod]
    public void SetTag_DropOnAnExplicitChild_IsInjectedByTheWholeTrace()
    {
        var root = Tracer.BuildSpan("root").Start();
        var child = Tracer.BuildSpan("child").AsChildOf(root).Start();

        child.SetTag("manual.drop", "true");

        Assert.AreEqual("-00 dd=s:-1", Injected(root));
        Assert.AreEqual("-00 dd=s:-1", Injected(Tracer.BuildSpan("sibling").AsChildOf(root).Start()));
    }

    [TestMethod]
    public void AsChildOf_ForeignContextOfADroppedLocalSpan_StaysDropped()
    {
        Spans.Dispose();
        using var provider = AlwaysOff();
        using var root = Tracer.BuildSpan("root").StartActive();
        var foreign = new IdsOnly(root.Span.Context.TraceId, root.Span.Context.SpanId);

        var child = Tracer.BuildSpan("child").AsChildOf(foreign).Start();

        Assert.AreEqual("-00 ", Injected(child));
    }

    private static TracerProvider AlwaysOff() => Sdk.CreateTracerProviderBuilder().AddSource(OpenTracingShim.ActivitySourceName).SetSampler(new ParentBasedSampler(new AlwaysOffSampler())).Build();

    private string Injected(OpenTracing.ISpan span)
    {
        var headers = new Dictionary<string, string>();
        Tracer.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        return headers["traceparent"][^3..] + " " + headers.GetValueOrDefault("tracestate");
    }

    private sealed class IdsOnly(string traceId, string spanId) : OpenTracing.ISpanContext
    {
        public string TraceId => traceId;

        public string SpanId => spanId;

        public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => [];
    }
}
