using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Segue.CompatMatrix.Cases;

/// <summary>OpenTracing spans among native ones: nesting, and what the OpenTracing API shows of the others.</summary>
internal static class MixedCases
{
    private const string OneSpan = "RATIONALE: Why is an Activity the span?";

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("MIXED-NEST-01", "A native span that is current is the parent of an OpenTracing span.", "OTC-SCOPE-1; " + OneSpan, Needs.Mapped, world =>
        {
            var native = World.Native("native");
            Expect.SameValue(native.SpanId.ToHexString(), world.Finish(world.Start("a")).ParentId, "the parent");
        }),
        new("MIXED-NEST-02", "An active OpenTracing span is the parent of a native span.", "OTC-SCOPE-2; " + OneSpan, Needs.Mapped, world =>
        {
            using var scope = world.Open("a");
            using var native = World.Native("native");
            Expect.SameValue(scope.Span.Context.SpanId, native.ParentSpanId.ToHexString(), "the native span's parent");
        }),
        new("MIXED-NEST-03", "Native, OpenTracing, native: one trace, each the parent of the next.", OneSpan, Needs.Mapped, world =>
        {
            using var outer = World.Native("outer");
            using var scope = world.Open("middle");
            using var inner = World.Native("inner");
            Expect.SameValue(scope.Span.Context.SpanId, inner.ParentSpanId.ToHexString(), "the inner span's parent");
            Expect.SameValue(outer.TraceId, inner.TraceId, "the inner span's trace id");
        }),
        new("MIXED-NEST-04", "OpenTracing, native, OpenTracing: one trace, each the parent of the next.", OneSpan, Needs.Mapped, world =>
        {
            using var outer = world.Open("outer");
            using var native = World.Native("middle");
            var inner = world.Finish(world.Start("inner"));
            Expect.SameValue(native.SpanId.ToHexString(), inner.ParentId, "the inner span's parent");
            Expect.SameValue(outer.Span.Context.TraceId, inner.TraceId, "the inner span's trace id");
        }),
        new("MIXED-NEST-05", "A span that was started and not activated is no native span's parent.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Activity, world =>
        {
            world.Start("passive");
            using var native = World.Native("native");
            Expect.That(native.ParentSpanId == default, "the native span has a parent");
        }),
        new("MIXED-NEST-06", "OpenTelemetry's tracer nests in both directions.", OneSpan, Needs.Mapped, world =>
        {
            var tracer = TracerProvider.Default.GetTracer(Subjects.SubjectSession.NativeSourceName);
            using var outer = tracer.StartActiveSpan("outer");
            using (var scope = world.Open("middle"))
            {
                using var inner = tracer.StartActiveSpan("inner");
                Expect.SameValue(scope.Span.Context.SpanId, inner.ParentSpanId.ToHexString(), "the inner span's parent");
            }

            Expect.SameValue(outer.Context.SpanId.ToHexString(), world.Span("middle").ParentId, "the middle span's parent");
        }),
        new("MIXED-NEST-07", "Segue's native tracer nests in both directions.", OneSpan, Needs.Mapped | Needs.NativeApi, world =>
        {
            using (Segue.Tracer.Instance.StartActive("outer"))
            using (world.Open("middle"))
                Segue.Tracer.Instance.StartActive("inner").Dispose();
            Expect.SameValue(world.Span("outer").SpanId, world.Span("middle").ParentId, "the middle span's parent");
            Expect.SameValue(world.Span("middle").SpanId, world.Span("inner").ParentId, "the inner span's parent");
        }),
        new("MIXED-NEST-08", "Segue's native tracer and the shim restore each other's scopes.", OneSpan, Needs.NativeApi, world =>
        {
            using var outer = world.Open("outer");
            using (Segue.Tracer.Instance.StartActive("native"))
                world.Open("inner").Dispose();
            Expect.SameObject(outer, world.ActiveScope, "the active scope");
        }),
        new("MIXED-VIEW-01", "Over a native span the active span is one with its ids.", "OTC-SCOPE-8", Needs.Activity, world =>
        {
            using var native = World.Native("native");
            var active = Expect.NotNull(world.ActiveSpan, "the active span");
            Expect.SameValue(native.SpanId.ToHexString(), active.Context.SpanId, "the span id");
            Expect.SameValue(native.TraceId.ToHexString(), active.Context.TraceId, "the trace id");
        }),
        new("MIXED-VIEW-02", "Tags and logs of the active span over a native one are written to it.",
            "OTC-SCOPE-8; OTC-SPAN-2; OTC-SPAN-3", Needs.Mapped, world =>
        {
            using var native = World.Native("native");
            world.ActiveSpan!.SetTag("k", "v").Log("e").SetTag("error", true);
            Expect.Equal<object?>("v", native.GetTagItem("k"), "the tag");
            Expect.Equal(1, native.Events.Count(), "the number of events");
            Expect.Equal(ActivityStatusCode.Error, native.Status, "the status");
        }),
        new("MIXED-VIEW-03", "Disposing the active scope over a native span does not stop that span.",
            "OpenTracing 0.12.1 API: IScope.Dispose", Needs.Activity, world =>
        {
            using var native = World.Native("native");
            world.Tracer.ScopeManager.Active.Dispose();
            Expect.That(!native.IsStopped, "the native span is stopped");
            Expect.SameObject(native, Activity.Current, "Activity.Current");
        }),
        new("MIXED-VIEW-04", "Under a native span the outer scope is hidden, and shows again after it.", "OTC-SCOPE-7; OTC-SCOPE-8", Needs.Mapped, world =>
        {
            using var scope = world.Open("a");
            using (var native = World.Native("native"))
                Expect.SameValue(native.SpanId.ToHexString(), world.ActiveSpan?.Context.SpanId, "the active span's id");
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("MIXED-VIEW-05", "Where other code cleared Activity.Current nothing is active.", "OTC-SCOPE-5; OTC-SCOPE-1", Needs.Mapped, world =>
        {
            using var scope = world.Open("a");
            Activity.Current = null;
            Expect.Null(world.ActiveSpan, "the active span");
            Expect.Null(world.Finish(world.Start("b")).ParentId, "the parent of a span started then");
        }),
        new("MIXED-VIEW-06", "A span activated over a native one and left open by other code does not outlive it wrongly.",
            "OTC-SCOPE-8", Needs.Activity, world =>
        {
            var native = World.Native("native");
            var scope = world.Open("a");
            native.Stop();
            scope.Dispose();
            Expect.That(Activity.Current is not { IsStopped: true }, "a stopped Activity is current");
        }),
        new("MIXED-VIEW-07", "Over an Activity with hierarchical ids the active span is not null and writes to it.",
            "OTC-SCOPE-8", Needs.Activity | Needs.Recorded, world =>
        {
            using var old = new Activity("old").SetIdFormat(ActivityIdFormat.Hierarchical).Start();
            Expect.NotNull(world.ActiveSpan, "the active span").SetTag("k", "v");
            Expect.Equal<object?>("v", old.GetTagItem("k"), "the tag");
        }),
        new("MIXED-VIEW-08", "Under an Activity with hierarchical ids a new span has ids of its own, and that Activity is current again after it.",
            "W3C Trace Context §3.2.2", Needs.Mapped, world =>
        {
            using var old = new Activity("old").SetIdFormat(ActivityIdFormat.Hierarchical).Start();
            using (var scope = world.Open("a")) Expect.That(scope.Span.Context.TraceId.Trim('0').Length > 0, "the trace id is zero");
            Expect.SameObject(old, Activity.Current, "Activity.Current");
        }),
        new("MIXED-WIRE-01", "What .NET's own client sends inside a scope is the active span.", OneSpan, Needs.Mapped, world =>
        {
            using var scope = world.Open("a");
            string? sent = null;
            DistributedContextPropagator.CreateW3CPropagator().Inject(Activity.Current, null, (_, name, value) => sent = name == "traceparent" ? value : sent);
            Expect.Contains(scope.Span.Context.SpanId, sent, "the header has another span's id");
        }),
        new("MIXED-WIRE-02", "Items of OpenTracing do not also become Activity.Baggage, so no header has them twice.", OneSpan, Needs.Mapped, world =>
        {
            using var scope = world.Open("a");
            scope.Span.SetBaggageItem("k", "v");
            Expect.Equal(0, Activity.Current!.Baggage.Count(), "the number of items of the Activity");
        }),
        new("MIXED-VENDOR-01", "A listener with a stack of its own sees no passive span as anybody's parent.",
            "RATIONALE: Why does a span that is not activated run inside ExecutionContext.Run?", Needs.Mapped, world =>
        {
            var vendor = new VendorStack();
            world.Listen(vendor.Listener);
            using var outer = world.Open("outer");
            var passive = world.Start("passive");
            world.Open("next").Dispose();
            passive.Finish();
            World.Native("after").Dispose();
            Expect.Equal("outer", vendor.ParentOf("passive"), "the passive span's parent");
            Expect.Equal("outer", vendor.ParentOf("next"), "the parent of a span started beside it");
            Expect.Equal("outer", vendor.ParentOf("after"), "the parent of a span started after it");
        }),
        new("MIXED-VENDOR-02", "Such a listener is not confused by a span that is finished on another thread.",
            "RATIONALE: Why does a span that is not activated run inside ExecutionContext.Run?", Needs.Mapped, world =>
        {
            var vendor = new VendorStack();
            world.Listen(vendor.Listener);
            var passive = world.Start("passive");
            World.OnOtherThread(() =>
            {
                using var there = world.Open("there");
                passive.Finish();
                world.Open("below there").Dispose();
            });
            world.Open("here").Dispose();
            Expect.Equal("there", vendor.ParentOf("below there"), "the parent of a span on the other thread");
            Expect.Equal("none", vendor.ParentOf("here"), "the parent of a span on this thread");
        }),
    ];
}
