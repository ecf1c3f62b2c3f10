using OpenTracing;

namespace Segue.CompatMatrix.Cases;

/// <summary>Which reference becomes the parent.</summary>
internal static class ReferenceCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("REF-PARENT-01", "AsChildOf(span) makes that span the parent.", "OpenTracing 0.12.1 API: ISpanBuilder.AsChildOf", Needs.Recorded, world =>
        {
            var parent = world.Start("parent");
            IsChild(parent.Context, world.Finish(world.Build("child").AsChildOf(parent).Start()));
        }),
        new("REF-PARENT-02", "AsChildOf(context) makes its span the parent.", "OpenTracing 0.12.1 API: ISpanBuilder.AsChildOf", Needs.Recorded, world =>
        {
            var parent = world.Start("parent").Context;
            IsChild(parent, world.Finish(world.Build("child").AsChildOf(parent).Start()));
        }),
        new("REF-PARENT-03", "A follows_from alone is the parent.", "OTC-TRACER-3", Needs.Recorded, world =>
        {
            var parent = world.Start("parent").Context;
            IsChild(parent, world.Finish(world.Build("child").AddReference(References.FollowsFrom, parent).Start()));
        }),
        new("REF-PARENT-04", "The first child_of of the whole list is the parent, even behind a follows_from.", "OTC-TRACER-3", Needs.Recorded, world =>
        {
            var (first, second) = (world.Start("1").Context, world.Start("2").Context);
            var child = world.Build("child").AddReference(References.FollowsFrom, first).AddReference(References.ChildOf, second);
            IsChild(second, world.Finish(child.Start()));
        }),
        new("REF-PARENT-05", "Of two child_of the first is the parent.", "OTC-TRACER-3", Needs.Recorded, world =>
        {
            var (first, second) = (world.Start("1").Context, world.Start("2").Context);
            IsChild(first, world.Finish(world.Build("child").AsChildOf(first).AsChildOf(second).Start()));
        }),
        new("REF-PARENT-06", "A single reference of an unknown type is the parent.", "OTC-TRACER-3", Needs.Recorded, world =>
        {
            var parent = world.Start("parent").Context;
            IsChild(parent, world.Finish(world.Build("child").AddReference("caused_by", parent).Start()));
        }),
        new("REF-PARENT-07", "A child_of wins over an earlier reference of an unknown type.", "OTC-TRACER-3", Needs.Recorded, world =>
        {
            var (first, second) = (world.Start("1").Context, world.Start("2").Context);
            IsChild(second, world.Finish(world.Build("child").AddReference("caused_by", first).AsChildOf(second).Start()));
        }),
        new("REF-PARENT-08", "AsChildOf(null span) changes nothing: the active span is still the parent.",
            "OpenTracing 0.12.1 API: ISpanBuilder.AsChildOf", Needs.Recorded, world =>
        {
            using var scope = world.Open("active");
            IsChild(scope.Span.Context, world.Finish(world.Build("child").AsChildOf((OpenTracing.ISpan)null!).Start()));
        }),
        new("REF-PARENT-09", "AsChildOf(null context) changes nothing: the active span is still the parent.",
            "OpenTracing 0.12.1 API: ISpanBuilder.AsChildOf", Needs.Recorded, world =>
        {
            using var scope = world.Open("active");
            IsChild(scope.Span.Context, world.Finish(world.Build("child").AsChildOf((OpenTracing.ISpanContext)null!).Start()));
        }),
        new("REF-PARENT-10", "AddReference with a null context changes nothing.", "OpenTracing 0.12.1 API: ISpanBuilder.AddReference", Needs.Recorded, world =>
        {
            using var scope = world.Open("active");
            IsChild(scope.Span.Context, world.Finish(world.Build("child").AddReference(References.FollowsFrom, null).Start()));
        }),
        new("REF-PARENT-11", "A finished span can be a parent.", "OpenTracing 0.12.1 API: ISpan.Context", Needs.Recorded, world =>
        {
            var parent = world.Start("parent");
            parent.Finish();
            IsChild(parent.Context, world.Finish(world.Build("child").AsChildOf(parent).Start()));
        }),
        new("REF-PARENT-12", "The context of another process can be a parent.", "OTC-EXTRACT-1; W3C Trace Context §3.2", Needs.Mapped | Needs.W3C, world =>
        {
            var child = world.Finish(world.Build("child").AsChildOf(world.Remote()).Start());
            Expect.Equal(World.RemoteTraceId, child.TraceId, "the trace id");
            Expect.Equal<string?>(World.RemoteSpanId, child.ParentId, "the parent");
            Expect.That(child.Activity!.HasRemoteParent, "the parent is not marked as remote");
        }),
        new("REF-PARENT-13", "A reference without ids is still explicit: the active span does not become the parent.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Mapped | Needs.W3C, world =>
        {
            var reference = world.BaggageOnly();
            using var scope = world.Open("active");
            Expect.Null(world.Finish(world.Build("a").AsChildOf(reference).Start()).ParentId, "the parent");
        }),
        new("REF-PARENT-14", "A reference without ids gives way to a later one that has ids.", "OTC-TRACER-3", Needs.Mapped | Needs.W3C, world =>
        {
            var parent = world.Start("parent").Context;
            IsChild(parent, world.Finish(world.Build("child").AsChildOf(world.BaggageOnly()).AsChildOf(parent).Start()));
        }),
        new("REF-PARENT-15", "An explicit parent that is current is the native span's parent object too.", "OTC-TRACER-3", Needs.Mapped, world =>
        {
            using var scope = world.Open("parent");
            var child = world.Finish(world.Build("child").AsChildOf(scope.Span).Start());
            scope.Span.Finish();
            Expect.SameObject(world.Span("parent").Activity, child.Activity!.Parent, "the native parent");
        }),
        new("REF-PARENT-16", "An explicit parent of this process is the native span's parent object, current or not.", "OTC-TRACER-3", Needs.Mapped, world =>
        {
            var parent = world.Start("parent");
            var child = world.Finish(world.Build("child").AsChildOf(parent).Start());
            Expect.SameObject(world.Finish(parent).Activity, child.Activity!.Parent, "the native parent");
        }),
        new("REF-PARENT-17", "The same with StartActive: the active span does not become the parent of a span whose reference has no ids.",
            "OpenTracing 0.12.1 API: ISpanBuilder.StartActive", Needs.Mapped | Needs.W3C, world =>
        {
            var reference = world.BaggageOnly();
            using var outer = world.Open("active");
            using (world.Build("a").AsChildOf(reference).StartActive(true)) Expect.NotNull(world.ActiveSpan, "the active span");
            Expect.Null(world.Span("a").ParentId, "the parent");
            Expect.SameObject(outer, world.ActiveScope, "the active scope afterwards");
        }),
        new("REF-PARENT-18", "The same with a reference of another type.", "OpenTracing 0.12.1 API: ISpanBuilder.AddReference", Needs.Mapped | Needs.W3C, world =>
        {
            var reference = world.BaggageOnly();
            using var scope = world.Open("active");
            Expect.Null(world.Finish(world.Build("a").AddReference(References.FollowsFrom, reference).Start()).ParentId, "the parent");
        }),
    ];

    private static void IsChild(OpenTracing.ISpanContext parent, Subjects.SpanView child)
    {
        Expect.SameValue(parent.SpanId, child.ParentId, "the parent");
        Expect.SameValue(parent.TraceId, child.TraceId, "the trace id");
    }
}
