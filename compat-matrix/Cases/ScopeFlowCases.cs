using System.Diagnostics;

namespace Segue.CompatMatrix.Cases;

/// <summary>Scopes closed out of order, twice, or in another flow; and activating nothing.</summary>
internal static class ScopeFlowCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("SCOPE-ORDER-01", "Disposing an outer scope first leaves the inner one active.", "OpenTracing 0.12.1 API: AsyncLocalScope", Needs.None, world =>
        {
            var outer = world.Open("outer");
            using var inner = world.Open("inner");
            outer.Dispose();
            Expect.SameObject(inner, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-ORDER-02", "Disposing an outer scope first finishes its span all the same.",
            "OpenTracing 0.12.1 API: ISpanBuilder.StartActive", Needs.Recorded, world =>
        {
            var outer = world.Open("outer");
            using var inner = world.Open("inner");
            outer.Dispose();
            Expect.Equal(1, world.Finished.Count(span => span.Name == "outer"), "the number of finished outer spans");
        }),
        new("SCOPE-ORDER-03", "After disposal out of order no stopped Activity is current.",
            "RATIONALE: Why is an inner scope not taken out of the flow when it closes?", Needs.Activity, world =>
        {
            var outer = world.Open("outer");
            var inner = world.Open("inner");
            outer.Dispose();
            Expect.That(Activity.Current is not { IsStopped: true }, "Activity.Current is stopped after the outer scope");
            inner.Dispose();
            Expect.Null(Activity.Current, "Activity.Current after both scopes");
        }),
        new("SCOPE-ORDER-04", "After disposal out of order nothing is active.", "OpenTracing 0.12.1 API: IScope.Dispose", Needs.None, world =>
        {
            var outer = world.Open("outer");
            var inner = world.Open("inner");
            outer.Dispose();
            inner.Dispose();
            Expect.Null(world.ActiveScope, "the active scope");
        }),
        new("SCOPE-ORDER-05", "Disposing a scope twice leaves a later scope alone.", "OpenTracing 0.12.1 API: IScope.Dispose", Needs.None, world =>
        {
            var scope = world.Open("a");
            scope.Dispose();
            using var next = world.Open("next");
            scope.Dispose();
            Expect.SameObject(next, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-ORDER-06", "Disposing a scope twice finishes its span once.", "OpenTracing 0.12.1 API: IScope.Dispose", Needs.Recorded, world =>
        {
            var scope = world.Open("a");
            scope.Dispose();
            Expect.Quiet(scope.Dispose, "the second disposal");
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
        new("SCOPE-ORDER-07", "Of three scopes the middle one may be disposed last.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            var native = World.Native("native");
            var first = world.Open("1");
            var second = world.Open("2");
            var third = world.Open("3");
            first.Dispose();
            third.Dispose();
            Expect.SameObject(second, world.ActiveScope, "the active scope");
            second.Dispose();
            Expect.SameObject(native, Activity.Current, "Activity.Current");
        }),
        new("SCOPE-FLOW-01", "The active scope survives an await.", "OpenTracing 0.12.1 API: AsyncLocalScopeManager", Needs.None, async world =>
        {
            using var scope = world.Open("a");
            await Task.Yield();
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-FLOW-02", "The active span flows into a task.", "OpenTracing 0.12.1 API: AsyncLocalScopeManager", Needs.None, async world =>
        {
            using var scope = world.Open("a");
            Expect.SameObject(scope.Span, await Task.Run(() => world.ActiveSpan), "the task's active span");
        }),
        new("SCOPE-FLOW-03", "A scope opened in an awaited callee is not the caller's.",
            "OpenTracing 0.12.1 API: AsyncLocalScopeManager", Needs.None, async world =>
        {
            using var scope = world.Open("a");
            await Task.Run(() => world.Open("inner"));
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-FLOW-04", "Parallel flows see their own scopes only.", "OpenTracing 0.12.1 API: AsyncLocalScopeManager", Needs.None, async world =>
        {
            using var outer = world.Open("outer");
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
            {
                using var scope = world.Open("flow " + number);
                await Task.Yield();
                Expect.SameObject(scope, world.ActiveScope, "the active scope of a flow");
            }));
            Expect.SameObject(outer, world.ActiveScope, "the active scope afterwards");
        }),
        new("SCOPE-FLOW-05", "Disposing a scope in another flow leaves what is active there alone.", "OTC-SCOPE-2", Needs.None, world =>
        {
            var scope = world.Open("a");
            World.OnOtherThread(() =>
            {
                using var other = world.Open("other");
                scope.Dispose();
                Expect.SameObject(other, world.ActiveScope, "the active scope of the other flow");
            });
        }),
        new("SCOPE-FLOW-06", "Disposing a scope in another flow leaves Activity.Current there alone.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            var scope = world.Open("a");
            World.OnOtherThread(() =>
            {
                var native = World.Native("native");
                scope.Dispose();
                Expect.SameObject(native, Activity.Current, "Activity.Current of the other flow");
            });
        }),
        new("SCOPE-FLOW-07", "Disposing a scope in another flow finishes its span.",
            "OpenTracing 0.12.1 API: ISpanBuilder.StartActive", Needs.Recorded, world =>
        {
            var scope = world.Open("a");
            World.OnOtherThread(scope.Dispose);
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
        new("SCOPE-FLOW-08", "A scope closed by another flow is active in neither.", "OpenTracing 0.12.1 API: IScope.Dispose", Needs.None, world =>
        {
            var scope = world.Open("a");
            World.OnOtherThread(() =>
            {
                scope.Dispose();
                Expect.Null(world.ActiveScope, "the active scope of the other flow");
            });
            Expect.Null(world.ActiveScope, "the active scope of the flow that opened it");
        }),
        new("SCOPE-FLOW-09", "A thread without the flow has nothing active.", "OpenTracing 0.12.1 API: AsyncLocalScopeManager", Needs.None, world =>
        {
            using var scope = world.Open("a");
            World.OnOtherThread(() => Expect.Null(world.ActiveScope, "the active scope of the other thread"));
        }),
        new("SCOPE-FLOW-10", "Start and Finish leave everything alone where the flow is suppressed.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Activity, world =>
        {
            using var scope = world.Open("a");
            var current = Activity.Current;
            using (ExecutionContext.SuppressFlow())
            {
                var span = world.Start("b");
                Expect.SameObject(current, Activity.Current, "Activity.Current after Start");
                span.Finish();
            }

            Expect.SameObject(current, Activity.Current, "Activity.Current after Finish");
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-FLOW-11", "A fork that outlives its span still joins the trace, and nothing stopped becomes current.",
            "OTC-SCOPE-2", Needs.Mapped, async world =>
        {
            var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var scope = world.Open("parent");
            var fork = Task.Run(async () =>
            {
                await release.Task;
                world.Open("late").Dispose();
                return Activity.Current is { IsStopped: true };
            });
            scope.Dispose();
            release.SetResult();
            Expect.That(!await fork, "a stopped Activity is current");
            Expect.SameValue(scope.Span.Context.SpanId, world.Span("late").ParentId, "the parent of the late span");
        }),
        new("SCOPE-NULL-01", "Activating null is quiet, and there is no active span.", "OTC-SCOPE-3", Needs.None, world =>
        {
            using var outer = world.Open("outer");
            using var scope = world.Tracer.ScopeManager.Activate(null, true);
            Expect.Null(world.ActiveSpan, "the active span");
        }),
        new("SCOPE-NULL-02", "Activating null leaves Activity.Current untouched, so outgoing requests keep their headers.",
            "RATIONALE: Why does activating nothing leave the current Activity?", Needs.Activity | Needs.KeepsCurrent, world =>
        {
            var native = World.Native("native");
            using var scope = world.Tracer.ScopeManager.Activate(null, true);
            Expect.SameObject(native, Activity.Current, "Activity.Current");
        }),
        new("SCOPE-NULL-03", "A span started while null is active is a root.", "OTC-SCOPE-3", Needs.Mapped, world =>
        {
            using var outer = world.Open("outer");
            using var scope = world.Tracer.ScopeManager.Activate(null, true);
            Expect.Null(world.Finish(world.Start("a")).ParentId, "the parent");
        }),
        new("SCOPE-NULL-04", "While null is active there is no current baggage, and afterwards there is again.", "OTC-SCOPE-3", Needs.Activity, world =>
        {
            var span = world.Start("outer").SetBaggageItem("k", "v");
            using var outer = world.Tracer.ScopeManager.Activate(span, true);
            using (world.Tracer.ScopeManager.Activate(null, true)) Expect.Equal(0, OpenTelemetry.Baggage.Current.Count, "the number of current items");
            Expect.Equal("v", OpenTelemetry.Baggage.Current.GetBaggage("k"), "the item afterwards");
        }),
        new("SCOPE-NULL-05", "Disposing the scope of null restores the outer one.", "OTC-SCOPE-3; OTC-SCOPE-2", Needs.None, world =>
        {
            using var outer = world.Open("outer");
            world.Tracer.ScopeManager.Activate(null, true).Dispose();
            Expect.SameObject(outer, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-BAGGAGE-01", "When only baggage is current the active span is one that carries it.", "OTC-SCOPE-6", Needs.Activity, world =>
        {
            OpenTelemetry.Baggage.SetBaggage("k", "v");
            var span = Expect.NotNull(world.ActiveSpan, "the active span");
            Expect.Equal("v", span.GetBaggageItem("k"), "the item");
        }),
    ];
}
