using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OpenTracing.Propagation;
using Segue.TestKit;

namespace Segue.Shim.Tests;

[TestClass]
public class NotRecordedTests
{
    private readonly OpenTracingShim _tracer = new();

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        Baggage.Current = default;
    }

    [TestMethod]
    public void StartActive_NoListener_IsActiveByIdentityAndHasZeroIds()
    {
        using var scope = _tracer.BuildSpan("a").StartActive();

        Assert.AreSame(scope, _tracer.ScopeManager.Active);
        Assert.AreSame(scope.Span, _tracer.ActiveSpan);
        Assert.AreEqual(new string('0', 32), scope.Span.Context.TraceId);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public void Inject_RootWithoutListener_WritesBaggageOnly()
    {
        var headers = new Dictionary<string, string>();
        var span = _tracer.BuildSpan("a").Start().SetBaggageItem("k", "v");

        _tracer.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));

        Assert.AreEqual("k=v", headers["baggage"]);
        Assert.HasCount(1, headers);
    }

    [TestMethod]
    public void Inject_ChildOfRemoteParentWithoutListener_ForwardsTheParent()
    {
        var headers = new Dictionary<string, string> { ["traceparent"] = Some.TraceParent(), ["tracestate"] = "a=b", ["baggage"] = "k=v" };
        var remote = _tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
        var sent = new Dictionary<string, string>();

        using (_tracer.BuildSpan("a").AsChildOf(remote).StartActive())
        using (var inner = _tracer.BuildSpan("b").StartActive())
        {
            _tracer.Inject(inner.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(sent));
        }

        CollectionAssert.AreEquivalent(headers, sent);
    }

    [TestMethod]
    public void Use_NoListener_EveryMemberIsHarmless()
    {
        using var scope = _tracer.BuildSpan("a").WithTag("k", "v").WithTag("error", true).IgnoreActiveSpan().StartActive();

        scope.Span.SetTag("k", 1).SetTag("d", 1.0).Log("x").SetOperationName("b").SetBaggageItem("k", "v");
        scope.Span.Finish();
        scope.Span.Finish(DateTimeOffset.UtcNow);

        Assert.AreEqual("v", scope.Span.GetBaggageItem("k"));
        Assert.AreEqual("not recorded", scope.Span.ToString()!.Split(' ', 3) is [var a, var b, ..] ? a + " " + b : "");
    }

    [TestMethod]
    public void StartActive_NoListenerUnderNativeActivity_NeverMakesCurrentNull()
    {
        using var listener = new RecordedSpans(ActivitySamplingResult.AllDataAndRecorded, "Test.OpenTelemetry");
        using var native = Some.Source.StartActivity("native")!;

        using (var scope = _tracer.BuildSpan("a").StartActive())
        {
            Assert.AreSame(native, Activity.Current);
            Assert.AreEqual(native.SpanId.ToHexString(), scope.Span.Context.SpanId);
            using var child = Some.Source.StartActivity("child")!;
            Assert.AreSame(native, child.Parent);
        }

        Assert.AreSame(native, Activity.Current);
    }

    [TestMethod]
    public void Start_SampledOutByTheSdk_JoinsTheTraceAndNothingIsRecorded()
    {
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(OpenTracingShim.ActivitySourceName).SetSampler(new AlwaysOffSampler()).Build();
        var headers = new Dictionary<string, string>();

        using (var outer = _tracer.BuildSpan("outer").StartActive())
        using (var inner = _tracer.BuildSpan("inner").StartActive())
        {
            Assert.AreSame(inner, _tracer.ScopeManager.Active);
            Assert.AreEqual(outer.Span.Context.TraceId, inner.Span.Context.TraceId);
            _tracer.Inject(inner.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
            Assert.AreEqual($"00-{outer.Span.Context.TraceId}-{outer.Span.Context.SpanId}-00", headers["traceparent"]);
        }

        Assert.IsNull(_tracer.ScopeManager.Active);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public void Start_InstrumentationSuppressed_IsSilencedButFlows()
    {
        using var spans = new ExportedSpans();
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(OpenTracingShim.ActivitySourceName).AddProcessor(spans).Build();
        using var outer = _tracer.BuildSpan("outer").StartActive();

        using (SuppressInstrumentationScope.Begin())
        using (var inner = _tracer.BuildSpan("inner").StartActive())
        {
            Assert.AreEqual(outer.Span.Context.SpanId, inner.Span.Context.SpanId);
        }

        Assert.AreEqual(0, spans.Count);
    }

    [TestMethod]
    public void Activate_SampledOutSpansOnManyThreads_NeverThrows()
    {
        var span = _tracer.BuildSpan("a").Start();

        Parallel.For(0, 1000, _ => _tracer.ScopeManager.Activate(span, false).Dispose());

        Assert.IsNull(_tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void Start_NoListener_IsSaidOnceNamingBothRemedies()
    {
        using var log = new SelfLog();

        _tracer.BuildSpan("a").Start();
        _tracer.BuildSpan("b").StartActive().Dispose();

        SelfLog.Require();
        Assert.AreEqual(1, log.Count("NobodyListens"));
        Assert.AreEqual("NobodyListens: opentracing-shim", log.Written.Single(line => line.StartsWith("NobodyListens", StringComparison.Ordinal)));
    }

    private sealed class ExportedSpans : BaseProcessor<Activity>
    {
        internal int Count { get; private set; }

        public override void OnEnd(Activity data) => Count++;
    }
}
