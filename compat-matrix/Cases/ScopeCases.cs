using System.Diagnostics;

namespace Segue.CompatMatrix.Cases;

/// <summary>Activating, finishing on disposal, and restoring.</summary>
internal static class ScopeCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("SCOPE-ACTIVATE-01", "StartActive makes its span the active one, as the same object.", "OTC-SCOPE-7", Needs.None, world =>
        {
            using var scope = world.Open("a");
            Expect.SameObject(scope.Span, world.ActiveSpan, "the active span");
        }),
        new("SCOPE-ACTIVATE-02", "The active scope is the very scope that was opened.", "OpenTracing 0.12.1 API: IScopeManager.Active", Needs.None, world =>
        {
            using var scope = world.Open("a");
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-ACTIVATE-03", "Activate makes that very span active.", "OTC-SCOPE-7", Needs.None, world =>
        {
            var span = world.Start("a");
            using var scope = world.Tracer.ScopeManager.Activate(span, false);
            Expect.SameObject(span, scope.Span, "the scope's span");
            Expect.SameObject(span, world.ActiveSpan, "the active span");
        }),
        new("SCOPE-ACTIVATE-04", "While a span is active Activity.Current is its native span.", "OTC-SCOPE-1; OTC-SCOPE-2", Needs.Mapped, world =>
        {
            var span = world.Start("a");
            using var scope = world.Tracer.ScopeManager.Activate(span, false);
            Expect.SameValue(span.Context.SpanId, Activity.Current?.SpanId.ToHexString(), "Activity.Current");
        }),
        new("SCOPE-ACTIVATE-05", "When nothing is active there is no scope and no span.", "OTC-SCOPE-5", Needs.None, world =>
        {
            Expect.Null(world.ActiveScope, "the active scope");
            Expect.Null(world.ActiveSpan, "the active span");
        }),
        new("SCOPE-ACTIVATE-06", "A span can be activated twice.", "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.None, world =>
        {
            var span = world.Start("a");
            using var first = world.Tracer.ScopeManager.Activate(span, false);
            using (world.Tracer.ScopeManager.Activate(span, false)) Expect.SameObject(span, world.ActiveSpan, "the active span");
            Expect.SameObject(first, world.ActiveScope, "the active scope after the inner one");
        }),
        new("SCOPE-ACTIVATE-07", "A span can be active on many threads at once.", "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.None, world =>
        {
            var span = world.Start("a");
            World.OnThreads(8, _ =>
            {
                for (var i = 0; i < 50; i++)
                {
                    using var scope = world.Tracer.ScopeManager.Activate(span, false);
                    Expect.SameObject(span, world.ActiveSpan, "the active span of a thread");
                }

                Expect.Null(world.ActiveSpan, "the active span of a thread after its scopes");
            });
        }),
        new("SCOPE-FINISH-01", "Disposing a scope of StartActive finishes the span.",
            "OpenTracing 0.12.1 API: ISpanBuilder.StartActive", Needs.Recorded, world =>
        {
            world.Build("a").StartActive().Dispose();
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
        new("SCOPE-FINISH-02", "Disposing a scope of StartActive(false) does not.", "OpenTracing 0.12.1 API: ISpanBuilder.StartActive", Needs.Recorded, world =>
        {
            var scope = world.Build("a").StartActive(false);
            scope.Dispose();
            Expect.Equal(0, world.Finished.Count, "the number of finished spans");
            scope.Span.SetTag("late", true).Finish();
            Expect.Equal<object?>(true, world.Span("a").Tag("late"), "a tag set after the scope");
        }),
        new("SCOPE-FINISH-03", "Disposing a scope of Activate(span, false) does not finish the span.",
            "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.Recorded, world =>
        {
            world.Tracer.ScopeManager.Activate(world.Start("a"), false).Dispose();
            Expect.Equal(0, world.Finished.Count, "the number of finished spans");
        }),
        new("SCOPE-FINISH-04", "Disposing a scope of Activate(span, true) does.", "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.Recorded, world =>
        {
            world.Tracer.ScopeManager.Activate(world.Start("a"), true).Dispose();
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
        new("SCOPE-FINISH-05", "Disposing what ScopeManager.Active returns finishes the span and ends the activation.",
            "OpenTracing 0.12.1 API: IScopeManager.Active", Needs.Recorded, world =>
        {
            world.Open("a");
            world.Tracer.ScopeManager.Active.Dispose();
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
            Expect.Null(world.ActiveScope, "the active scope");
        }),
        new("SCOPE-FINISH-06", "A span finished inside its scope is finished once.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.Recorded, world =>
        {
            var scope = world.Open("a");
            scope.Span.Finish();
            Expect.Quiet(scope.Dispose, "disposing the scope of a finished span");
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
        new("SCOPE-FINISH-07", "After Finish inside its scope a span stays the active one.", "OpenTracing 0.12.1 API: IScope", Needs.None, world =>
        {
            using var outer = world.Open("outer");
            var scope = world.Build("a").StartActive(false);
            scope.Span.Finish();
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
            Expect.SameObject(scope.Span, world.ActiveSpan, "the active span");
            scope.Dispose();
            Expect.SameObject(outer, world.ActiveScope, "the active scope afterwards");
        }),
        new("SCOPE-FINISH-08", "Spans started after Finish inside the scope still have that span as their parent.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            using var outer = world.Open("outer");
            using var scope = world.Build("a").StartActive(false);
            scope.Span.Finish();
            Expect.SameValue(scope.Span.Context.SpanId, world.Finish(world.Start("child")).ParentId, "the parent");
        }),
        new("SCOPE-FINISH-09", "After Finish inside its scope Activity.Current is the nearest running ancestor.",
            "RATIONALE: Why is an inner scope not taken out of the flow when it closes?", Needs.Mapped, world =>
        {
            using var outer = world.Open("outer");
            using var scope = world.Open("a");
            scope.Span.Finish();
            Expect.SameValue(outer.Span.Context.SpanId, Activity.Current?.SpanId.ToHexString(), "Activity.Current");
        }),
        new("SCOPE-FINISH-10", "Finishing a span that is not active leaves the active one alone.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.None, world =>
        {
            var span = world.Start("a");
            using var scope = world.Open("active");
            span.Finish();
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("SCOPE-FINISH-11", "Finishing a span that is not active leaves Activity.Current alone.", "OTC-SPAN-5", Needs.Mapped, world =>
        {
            var span = world.Start("a");
            using var scope = world.Open("active");
            span.Finish();
            Expect.SameValue(scope.Span.Context.SpanId, Activity.Current?.SpanId.ToHexString(), "Activity.Current");
        }),
        new("SCOPE-RESTORE-01", "Disposal restores the outer scope and span.", "OTC-SCOPE-2", Needs.None, world =>
        {
            using var outer = world.Open("outer");
            world.Open("inner").Dispose();
            Expect.SameObject(outer, world.ActiveScope, "the active scope");
            Expect.SameObject(outer.Span, world.ActiveSpan, "the active span");
        }),
        new("SCOPE-RESTORE-02", "Disposal restores what was current at activation, not at the start of the span.", "OTC-SCOPE-2", Needs.Mapped, world =>
        {
            var early = world.Start("early");
            using var outer = world.Open("outer");
            world.Tracer.ScopeManager.Activate(early, true).Dispose();
            Expect.SameObject(outer, world.ActiveScope, "the active scope");
            Expect.SameValue(outer.Span.Context.SpanId, Activity.Current?.SpanId.ToHexString(), "Activity.Current");
        }),
        new("SCOPE-RESTORE-03", "After the last scope nothing is active.", "OTC-SCOPE-2", Needs.None, world =>
        {
            world.Open("a").Dispose();
            Expect.Null(world.ActiveScope, "the active scope");
            Expect.Null(world.ActiveSpan, "the active span");
        }),
        new("SCOPE-RESTORE-04", "A native span that was current before is current again.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            var native = World.Native("native");
            world.Open("a").Dispose();
            Expect.SameObject(native, Activity.Current, "Activity.Current");
        }),
        new("SCOPE-RESTORE-05", "Three nested scopes are restored one by one.", "OTC-SCOPE-2", Needs.None, world =>
        {
            using var first = world.Open("1");
            using (var second = world.Open("2"))
            {
                world.Open("3").Dispose();
                Expect.SameObject(second, world.ActiveScope, "the active scope after the third");
            }

            Expect.SameObject(first, world.ActiveScope, "the active scope after the second");
        }),
        new("SCOPE-RESTORE-06", "A scope that does not finish its span restores too.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            var native = World.Native("native");
            world.Build("a").StartActive(false).Dispose();
            Expect.SameObject(native, Activity.Current, "Activity.Current");
            Expect.That(world.ActiveSpan?.Context.SpanId == native.SpanId.ToHexString(), "the active span is not the native one");
        }),
    ];
}
