using OpenTracing;
using OpenTracing.Util;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Util;

[TestClass]
public class AsyncLocalScopeTests
{
    private readonly AsyncLocalScopeManager _manager = new();

    [TestMethod]
    public void Constructor_Manager_BecomesActive()
    {
        var scope = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: false);

        Assert.AreSame(scope, _manager.Active);
    }

    [TestMethod]
    public void Span_Always_IsWrappedSpan()
    {
        var span = Some.Span();

        var scope = new AsyncLocalScope(_manager, span, finishOnDispose: false);

        Assert.AreSame(span, scope.Span);
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 0)]
    public void Dispose_Flag_DecidesFinish(bool finishOnDispose, int finishes)
    {
        var scope = new AsyncLocalScope(_manager, CallRecorder.Create<ISpan>(out var recorder), finishOnDispose);

        scope.Dispose();

        Assert.HasCount(finishes, recorder.Calls.Where(call => call == "Finish()"));
    }

    [TestMethod]
    public void Dispose_OnlyScope_RestoresNull()
    {
        var scope = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: false);

        scope.Dispose();

        Assert.IsNull(_manager.Active);
    }

    [TestMethod]
    public void Dispose_InnerScope_RestoresOuter()
    {
        var outer = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: false);
        var inner = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: false);

        inner.Dispose();

        Assert.AreSame(outer, _manager.Active);
    }

    [TestMethod]
    public void Dispose_OuterScopeFirst_LeavesInnerActive()
    {
        var outer = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: true);
        var inner = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: true);

        outer.Dispose();

        Assert.AreSame(inner, _manager.Active);
    }

    [TestMethod]
    public void Dispose_OuterScopeFirst_DoesNotFinishItsSpan()
    {
        var outer = new AsyncLocalScope(_manager, CallRecorder.Create<ISpan>(out var recorder), finishOnDispose: true);
        _ = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: true);

        outer.Dispose();

        Assert.IsEmpty(recorder.Calls);
    }

    [TestMethod]
    public void Dispose_Twice_FinishesOnce()
    {
        var scope = new AsyncLocalScope(_manager, CallRecorder.Create<ISpan>(out var recorder), finishOnDispose: true);
        scope.Dispose();

        scope.Dispose();

        Assert.HasCount(1, recorder.Calls);
    }

    [TestMethod]
    public void Dispose_Twice_LeavesOuterActive()
    {
        var outer = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: false);
        var inner = new AsyncLocalScope(_manager, Some.Span(), finishOnDispose: false);
        inner.Dispose();

        inner.Dispose();

        Assert.AreSame(outer, _manager.Active);
    }

    [TestMethod]
    public void Dispose_FinishThrows_Propagates()
    {
        var scope = new AsyncLocalScope(_manager, SpanThatFailsToFinish(), finishOnDispose: true);

        void Act() => scope.Dispose();

        Assert.ThrowsExactly<TimeoutException>(Act);
    }

    [TestMethod]
    public void Dispose_FinishThrows_LeavesScopeActive()
    {
        var scope = new AsyncLocalScope(_manager, SpanThatFailsToFinish(), finishOnDispose: true);

        Assert.ThrowsExactly<TimeoutException>(scope.Dispose);

        Assert.AreSame(scope, _manager.Active);
    }

    [TestMethod]
    public void Dispose_Finish_HappensWhileScopeIsActive()
    {
        IScope activeAtFinish = null;
        var span = CallRecorder.Create<ISpan>(out var recorder);
        var scope = new AsyncLocalScope(_manager, span, finishOnDispose: true);
        recorder.Result = _ => activeAtFinish = _manager.Active;

        scope.Dispose();

        Assert.AreSame(scope, activeAtFinish);
    }

    private static ISpan SpanThatFailsToFinish()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);
        recorder.Result = _ => throw new TimeoutException();
        return span;
    }
}
