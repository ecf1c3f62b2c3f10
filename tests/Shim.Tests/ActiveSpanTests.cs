using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Segue.Shim.Tests;

/// <summary>ActiveSpan is read without a look at the flow where it can be; never where that would show another span.</summary>
[TestClass]
public class ActiveSpanTests : ShimTestBase
{
    private static readonly ExecutionContext _empty = CaptureEmpty();

    [TestMethod]
    public void ActiveSpan_NotRecordedSpanOverRecorded_IsTheInnerOne()
    {
        Spans.Dispose();
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(OpenTracingShim.ActivitySourceName).Build();
        using var outer = Tracer.BuildSpan("outer").StartActive();
        Assert.AreSame(outer.Span, Tracer.ActiveSpan);

        using (SuppressInstrumentationScope.Begin())
        using (var inner = Tracer.BuildSpan("inner").StartActive())
        {
            Assert.AreSame(inner.Span, Tracer.ActiveSpan);
        }

        Assert.AreSame(outer.Span, Tracer.ActiveSpan);
    }

    [TestMethod]
    public void ActiveSpan_DecoratedActivationOfTheSameSpan_IsTheDecorator()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();
        Assert.AreSame(scope.Span, Tracer.ActiveSpan);
        var decorator = new Decorator(scope.Span);

        using (Tracer.ScopeManager.Activate(decorator, false)) Assert.AreSame(decorator, Tracer.ActiveSpan);

        Assert.AreSame(scope.Span, Tracer.ActiveSpan);
    }

    [TestMethod]
    public void ActiveSpan_NothingActivatedOverASpan_IsNull()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();
        Assert.AreSame(scope.Span, Tracer.ActiveSpan);

        using (Tracer.ScopeManager.Activate(null, false)) Assert.IsNull(Tracer.ActiveSpan);

        Assert.AreSame(scope.Span, Tracer.ActiveSpan);
    }

    [TestMethod]
    public void ActiveSpan_AfterTheScopeClosed_IsNotThatSpan()
    {
        var scope = Tracer.BuildSpan("a").StartActive(false);
        Assert.AreSame(scope.Span, Tracer.ActiveSpan);
        var activity = Activity.Current;
        scope.Dispose();

        Activity.Current = activity;

        Assert.AreNotSame(scope.Span, Tracer.ActiveSpan);
        Activity.Current = null;
        Assert.IsNull(Tracer.ActiveSpan);
    }

    [TestMethod]
    public void ActiveSpan_InnerSpanFinishedInItsOpenScope_IsStillTheInnerOne()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        Assert.AreSame(outer.Span, Tracer.ActiveSpan);
        using var inner = Tracer.BuildSpan("inner").StartActive();

        inner.Span.Finish();

        Assert.AreSame(inner.Span, Tracer.ActiveSpan);
        Assert.AreSame(inner, Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void ActiveSpan_ChildFinishedInItsOpenScopeInAnotherFlow_IsTheChild()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        var child = Tracer.BuildSpan("child").Start();
        Assert.AreSame(outer.Span, Tracer.ActiveSpan);
        OpenTracing.ISpan? active = null;

        // Another flow on the same thread.
        ExecutionContext.Run(_empty, _ =>
        {
            using var scope = Tracer.ScopeManager.Activate(child, false);
            child.Finish();
            active = Tracer.ActiveSpan;
        }, null);

        Assert.AreSame(child, active);
        Assert.AreSame(outer.Span, Tracer.ActiveSpan);
    }

    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
