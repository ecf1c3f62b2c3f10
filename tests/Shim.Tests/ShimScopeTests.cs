using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Shim.Tests;

[TestClass]
public class ShimScopeTests : ShimTestBase
{
    [TestMethod]
    public void StartActive_InFlow_IsActiveByIdentity()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();

        Assert.AreSame(scope, Tracer.ScopeManager.Active);
        Assert.AreSame(scope.Span, Tracer.ActiveSpan);
        Assert.AreEqual(scope.Span.Context.SpanId, Activity.Current!.SpanId.ToHexString());
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 0)]
    public void Dispose_FinishSpanOnDispose_IsHonoured(bool finish, int finished)
    {
        Tracer.BuildSpan("a").StartActive(finish).Dispose();

        Assert.HasCount(finished, Spans.Finished);
        Assert.IsNull(Activity.Current);
        Assert.IsNull(Tracer.ActiveSpan);
    }

    [TestMethod]
    public void Dispose_OfScopeManagerActive_FinishesTheSpan()
    {
        Tracer.BuildSpan("a").StartActive();

        Tracer.ScopeManager.Active.Dispose();

        Assert.HasCount(1, Spans.Finished);
        Assert.IsNull(Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void Dispose_SpanStartedBeforeOuterScope_RestoresWhatWasCurrentAtActivation()
    {
        var early = Tracer.BuildSpan("early").Start();
        using var outer = Tracer.BuildSpan("outer").StartActive();

        Tracer.ScopeManager.Activate(early, true).Dispose();

        Assert.AreSame(outer, Tracer.ScopeManager.Active);
        Assert.AreEqual(Id(outer.Span), Activity.Current!.SpanId.ToHexString());
    }

    [TestMethod]
    public void Start_NonActive_LeavesCurrentAlone()
    {
        using var native = Some.Source.StartActivity("native");

        var span = Tracer.BuildSpan("a").Start();
        Assert.AreSame(native, Activity.Current);
        span.Finish();

        Assert.AreSame(native, Activity.Current);
        Assert.AreEqual(native!.SpanId, Spans.Single("a").ParentSpanId);
    }

    [TestMethod]
    public void Finish_InOpenScope_ScopeStaysActiveAndChildrenStillParentOnIt()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        using var scope = Tracer.BuildSpan("a").StartActive();

        scope.Span.Finish();

        Assert.AreSame(scope, Tracer.ScopeManager.Active);
        Assert.AreEqual(Id(outer.Span), Activity.Current!.SpanId.ToHexString());
        Tracer.BuildSpan("child").Start().Finish();
        Assert.AreEqual(Id(scope.Span), Spans.Single("child").ParentSpanId.ToHexString());
    }

    [TestMethod]
    public void Dispose_AfterFinishInOpenScope_RestoresOuter()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        var scope = Tracer.BuildSpan("a").StartActive();
        scope.Span.Finish();

        scope.Dispose();

        Assert.AreSame(outer, Tracer.ScopeManager.Active);
        Assert.AreEqual(Id(outer.Span), Activity.Current!.SpanId.ToHexString());
        Assert.HasCount(1, Spans.Finished);
    }

    [TestMethod]
    public void Dispose_OutOfOrder_FinishesOuterAndKeepsInnerActive()
    {
        var outer = Tracer.BuildSpan("outer").StartActive();
        var inner = Tracer.BuildSpan("inner").StartActive();

        outer.Dispose();

        Assert.AreSame(inner, Tracer.ScopeManager.Active);
        Assert.AreEqual(Id(inner.Span), Activity.Current!.SpanId.ToHexString());
        Assert.AreEqual("outer", Spans.Finished.Single().DisplayName);
        inner.Dispose();
        Assert.IsNull(Activity.Current);
        Assert.IsNull(Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void Dispose_Twice_DoesNothingTheSecondTime()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        var inner = Tracer.BuildSpan("inner").StartActive();
        inner.Dispose();
        using var next = Tracer.BuildSpan("next").StartActive();

        inner.Dispose();

        Assert.AreSame(next, Tracer.ScopeManager.Active);
        Assert.HasCount(1, Spans.Finished);
    }

    [TestMethod]
    public async Task Dispose_InAnotherFlow_LeavesThatFlowsCurrentAlone()
    {
        var scope = Tracer.BuildSpan("a").StartActive();
        Task foreign;
        using (ExecutionContext.SuppressFlow())
        {
            foreign = Task.Run(() =>
            {
                using var other = Tracer.BuildSpan("other").StartActive();
                scope.Dispose();
                Assert.AreSame(other, Tracer.ScopeManager.Active);
            });
        }

        await foreign;

        Assert.IsNull(Tracer.ScopeManager.Active);
        Assert.IsNull(Activity.Current is { IsStopped: false } running ? running : null);
        scope.Dispose();
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public async Task StartActive_InAwaitedCallee_IsGoneInTheCaller()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();

        await Task.Run(() => Tracer.BuildSpan("inner").StartActive());

        Assert.AreSame(outer, Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public async Task ActiveSpan_AfterAwait_IsStillTheSame()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();

        await Task.Yield();

        Assert.AreSame(scope, Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public async Task Start_InForkThatOutlivesItsSpan_JoinsTheTraceAndNothingStoppedBecomesCurrent()
    {
        var release = new TaskCompletionSource();
        var scope = Tracer.BuildSpan("parent").StartActive();
        var id = Id(scope.Span);
        var fork = Task.Run(async () =>
        {
            await release.Task;
            using (Tracer.BuildSpan("late").StartActive())
            {
            }

            return Activity.Current;
        });
        scope.Dispose();
        release.SetResult();

        var after = await fork;

        Assert.IsFalse(after is { IsStopped: true });
        Assert.AreEqual(id, Spans.Single("late").ParentSpanId.ToHexString());
    }

    [TestMethod]
    public void Activate_SameSpanTwice_BothScopesWork()
    {
        var span = Tracer.BuildSpan("a").Start();
        var first = Tracer.ScopeManager.Activate(span, false);
        var second = Tracer.ScopeManager.Activate(span, true);

        Assert.AreSame(second, Tracer.ScopeManager.Active);
        second.Dispose();
        Assert.AreSame(first, Tracer.ScopeManager.Active);
        first.Dispose();

        Assert.IsNull(Tracer.ScopeManager.Active);
        Assert.HasCount(1, Spans.Finished);
    }

    [TestMethod]
    public void Activate_Null_NoSpanIsActiveAndCurrentIsUntouched()
    {
        using var native = Some.Source.StartActivity("native");
        using var scope = Tracer.ScopeManager.Activate(null, true);

        Assert.IsNull(Tracer.ActiveSpan);
        Assert.AreSame(native, Activity.Current);
    }

    [TestMethod]
    public void Activate_ForeignSpan_IsActiveByIdentityAndFinishedOnDispose()
    {
        var mock = new OpenTracing.Mock.MockTracer();
        var foreign = mock.BuildSpan("foreign").Start();

        using (var scope = Tracer.ScopeManager.Activate(foreign, true))
        {
            Assert.AreSame(foreign, Tracer.ActiveSpan);
        }

        Assert.HasCount(1, mock.FinishedSpans());
    }

    [TestMethod]
    public void Active_OverForeignActivity_WritesToItAndNeverStopsIt()
    {
        using var native = Some.Source.StartActivity("native")!;

        Tracer.ActiveSpan.SetTag("k", "v").Log("happened");
        Tracer.ScopeManager.Active.Dispose();

        Assert.AreEqual("v", Tag(native, "k"));
        Assert.AreEqual("happened", native.Events.Single().Name);
        Assert.IsFalse(native.IsStopped);
        Assert.AreSame(native, Activity.Current);
    }

    [TestMethod]
    public void Active_NativeActivityOnTopOfScope_ShowsTheActivityAndThenTheScopeAgain()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();

        using (var native = Some.Source.StartActivity("native")!)
        {
            Assert.AreEqual(native.SpanId.ToHexString(), Tracer.ActiveSpan.Context.SpanId);
        }

        Assert.AreSame(scope, Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void Active_CurrentTakenAwayByOthers_IsNull()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();

        Activity.Current = null;

        Assert.IsNull(Tracer.ScopeManager.Active);
    }
}
