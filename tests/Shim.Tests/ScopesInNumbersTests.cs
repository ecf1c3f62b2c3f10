using System.Diagnostics;

namespace Segue.Shim.Tests;

/// <summary>More scopes open at once than have a place of their own in the table that finds them.</summary>
[TestClass]
public class ScopesInNumbersTests : ShimTestBase
{
    private const int Many = 50_000;

    [TestMethod]
    public void Active_ManyFlowsAtOnce_EachSeesItsOwnScope()
    {
        var flows = new (OpenTracing.IScope Scope, ExecutionContext Flow)[Many];
        for (var i = 0; i < Many; i++) flows[i] = OpenInAFlowOfItsOwn("x");

        var wrong = 0;
        foreach (var (scope, flow) in flows)
        {
            ExecutionContext.Run(
                flow,
                _ =>
                {
                    if (!ReferenceEquals(scope, Tracer.ScopeManager.Active) || !ReferenceEquals(scope.Span, Tracer.ActiveSpan)) wrong++;
                    scope.Dispose();
                    if (Tracer.ScopeManager.Active is not null || Activity.Current is not null) wrong++;
                },
                null);
        }

        Assert.AreEqual(0, wrong);
        Assert.HasCount(Many, Spans.Finished);
    }

    [TestMethod]
    public void StartActive_NeverDisposed_IsCollectedButForTheLastFew()
    {
        Spans.Dispose();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpenTracingShim.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var scopes = OpenAndForget();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.IsLessThan(Many / 4, scopes.Count(scope => scope.TryGetTarget(out _)));
    }

    [TestMethod]
    public async Task Active_WhileOtherThreadsOpenAndClose_IsNeverAnothers()
    {
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                using var outer = Tracer.BuildSpan("outer").StartActive();
                using (var inner = Tracer.BuildSpan("inner").StartActive())
                {
                    if (i % 50 == 0) await Task.Yield();
                    if (!ReferenceEquals(inner, Tracer.ScopeManager.Active)) Interlocked.Increment(ref wrong);
                }

                if (!ReferenceEquals(outer, Tracer.ScopeManager.Active)) Interlocked.Increment(ref wrong);
            }
        })));

        Assert.AreEqual(0, wrong);
    }

    private (OpenTracing.IScope Scope, ExecutionContext Flow) OpenInAFlowOfItsOwn(string name)
    {
        OpenTracing.IScope scope = null!;
        ExecutionContext flow = null!;
        ExecutionContext.Run(
            ExecutionContext.Capture()!,
            _ =>
            {
                scope = Tracer.BuildSpan(name).StartActive();
                flow = ExecutionContext.Capture()!;
            },
            null);
        return (scope, flow);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference<OpenTracing.IScope>[] OpenAndForget()
    {
        var scopes = new WeakReference<OpenTracing.IScope>[Many];
        for (var i = 0; i < Many; i++) scopes[i] = new WeakReference<OpenTracing.IScope>(OpenInAFlowOfItsOwn("forgotten").Scope);
        return scopes;
    }
}
