using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>What is current and active where spans were finished in open scopes, and native Activities lie between scopes.</summary>
[TestClass]
public class ScopeSettlementTests : ShimTestBase
{
    [TestMethod]
    public void Active_SpanOfTwoScopesFinishedOverANativeActivity_IsThatActivityOnceTheInnerIsDisposed()
    {
        var outer = Tracer.BuildSpan("a").StartActive();
        using var native = Some.Source.StartActivity("native")!;
        var inner = Tracer.ScopeManager.Activate(outer.Span, false);
        outer.Span.Finish();

        inner.Dispose();

        Assert.AreSame(native, Activity.Current);
        Assert.AreEqual(native.SpanId.ToHexString(), Id(Tracer.ScopeManager.Active.Span));
    }

    [TestMethod]
    public void Active_NativeActivityStopsOverADisposedScope_IsNothing()
    {
        var elsewhere = StartUnderAServer();
        var scope = Tracer.ScopeManager.Activate(elsewhere, true);
        var native = Some.Source.StartActivity("native")!;
        var root = Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive();
        scope.Dispose();
        root.Dispose();

        native.Stop();

        Assert.IsNull(Tracer.ScopeManager.Active);
        Assert.IsNull(Tracer.ActiveSpan);
    }

    [TestMethod]
    public async Task Active_NativeActivityStopsOverAScopeThatAnotherFlowDisposed_IsWhatSurroundedThatScope()
    {
        var first = Tracer.BuildSpan("a").StartActive();
        using var around = Some.Source.StartActivity("around")!;
        var scope = Tracer.ScopeManager.Activate(first.Span, true);
        var native = Some.Source.StartActivity("native")!;
        await Task.Run(scope.Dispose);
        Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive().Dispose();

        native.Stop();

        Assert.AreEqual(around.SpanId.ToHexString(), Id(Tracer.ScopeManager.Active.Span));
    }

    [TestMethod]
    public void Finish_UnderANativeActivityThatWasLeftBehind_DoesNotMakeThatCurrent()
    {
        var scope = Tracer.BuildSpan("a").StartActive();
        var none = Tracer.ScopeManager.Activate(null, false);
        using var native = Some.Source.StartActivity("native")!;
        Tracer.ScopeManager.Activate(scope.Span, false).Dispose();
        none.Dispose();

        scope.Span.Finish();

        Assert.IsNull(Activity.Current);
        Assert.AreSame(scope, Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void Dispose_OuterScopeThatDoesNotFinish_LeavesTheFinishedInnerOneActive()
    {
        var outer = Tracer.BuildSpan("outer").StartActive(false);
        var current = Activity.Current;
        var inner = Tracer.BuildSpan("inner").IgnoreActiveSpan().StartActive();
        inner.Span.Finish();

        outer.Dispose();

        Assert.AreSame(current, Activity.Current);
        Assert.AreSame(inner, Tracer.ScopeManager.Active);
        inner.Dispose();
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public async Task StartActive_SampledOutRootWhereAnotherFlowFinishedTheSpan_MakesNoAncestorCurrent()
    {
        Spans.Dispose();
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(OpenTracingShim.ActivitySourceName, Some.Source.Name).Build();
        var scope = Tracer.ScopeManager.Activate(StartUnderAServer(), true);
        await Task.Run(scope.Dispose);

        using (SuppressInstrumentationScope.Begin())
        using (Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive()) Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public async Task Active_FinishedSpanActivatedWhereAnotherFlowFinishedIt_IsTheNewScope()
    {
        var span = StartUnderAServer();
        var scope = Tracer.ScopeManager.Activate(span, true);
        await Task.Run(scope.Dispose);

        var again = Tracer.ScopeManager.Activate(span, false);

        Assert.AreSame(again, Tracer.ScopeManager.Active);
        again.Dispose();
        Assert.IsNull(Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public async Task Dispose_OverANativeActivityThatAForkStopped_NeverMakesItCurrent()
    {
        using var server = Some.Source.StartActivity("server");
        var scope = Tracer.BuildSpan("a").StartActive();
        await Task.Run(scope.Dispose);
        var native = Some.Source.StartActivity("native")!;
        var outer = Tracer.BuildSpan("outer").StartActive();
        await Task.Run(native.Stop);
        Tracer.BuildSpan("inner").StartActive().Dispose();

        outer.Dispose();

        Assert.AreSame(server, Activity.Current);
    }

    [TestMethod]
    public void StartActive_RootsUnderANativeActivityOverADisposedScope_RetainNothing()
    {
        var scope = Tracer.BuildSpan("a").StartActive();
        using var native = Some.Source.StartActivity("native")!;
        using (ExecutionContext.SuppressFlow()) Task.Run(scope.Dispose).Wait();
        Spans.Dispose();
        using var listener = new ActivityListener { ShouldListenTo = static _ => true, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 20_000; i++) Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive().Dispose();

        Assert.IsLessThan(1_000_000, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    [TestMethod]
    public async Task Active_NothingActivatedOverWhatAForkStoppedAndDisposed_StaysActiveAfterMoreScopes()
    {
        var outer = Tracer.BuildSpan("outer").StartActive(false);
        var native = Some.Source.StartActivity("native")!;
        using var cue = new SemaphoreSlim(0);
        var fork = Task.Run(async () =>
        {
            await cue.WaitAsync();
            native.Stop();
            outer.Dispose();
        });
        using var none = Tracer.ScopeManager.Activate(null, false);
        var root = Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive();
        cue.Release();
        await fork;
        root.Dispose();

        Tracer.BuildSpan("another").IgnoreActiveSpan().StartActive().Dispose();

        Assert.AreSame(none, Tracer.ScopeManager.Active);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public async Task Dispose_AgainWhereANativeActivityLiesBetween_LeavesThatCurrent()
    {
        using var server = Some.Source.StartActivity("server");
        var outer = Tracer.BuildSpan("outer").StartActive(false);
        using var native = Some.Source.StartActivity("native")!;
        var inner = Tracer.ScopeManager.Activate(outer.Span, true);
        var innermost = Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive();
        await Task.Run(outer.Dispose);
        innermost.Dispose();
        await Task.Run(inner.Dispose);

        outer.Dispose();

        Assert.AreEqual(native.SpanId.ToHexString(), Id(Tracer.ScopeManager.Active.Span));
    }

    private OpenTracing.ISpan StartUnderAServer()
    {
        using var server = Some.Source.StartActivity("server");
        var span = Tracer.BuildSpan("elsewhere").Start();
        Activity.Current = null;
        return span;
    }
}
