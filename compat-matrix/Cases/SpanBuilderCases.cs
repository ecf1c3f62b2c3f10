namespace Segue.CompatMatrix.Cases;

/// <summary>What a builder does with the active span, and with being used twice.</summary>
internal static class SpanBuilderCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("SPAN-BUILDER-01", "A builder started twice makes two spans.", "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            var builder = world.Build("a");
            var first = world.Finish(builder.Start());
            var second = world.Finish(builder.Start());
            Expect.That(first.SpanId != second.SpanId, "both spans have one id");
        }),
        new("SPAN-BUILDER-02", "Spans of one builder have the same tags and are written separately.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            var builder = world.Build("a").WithTag("shared", 1);
            var first = builder.Start().SetTag("own", true);
            var second = world.Finish(builder.Start());
            Expect.Equal<object?>(1, world.Finish(first).Tag("shared"), "the first span's tag");
            Expect.Equal<object?>(1, second.Tag("shared"), "the second span's tag");
            Expect.That(!second.HasTag("own"), "a tag set on one span is on the other");
        }),
        new("SPAN-BUILDER-03", "A tag added between two starts is on the second span only.",
            "OpenTracing 0.12.1 API: ISpanBuilder.WithTag", Needs.Recorded, world =>
        {
            var builder = world.Build("a");
            var first = builder.Start();
            var second = world.Finish(builder.WithTag("k", "v").Start());
            Expect.That(!world.Finish(first).HasTag("k"), "the first span has the tag");
            Expect.Equal<object?>("v", second.Tag("k"), "the second span's tag");
        }),
        new("SPAN-BUILDER-04", "Every configuring member of a builder returns that builder.", "OpenTracing 0.12.1 API: ISpanBuilder", Needs.None, world =>
        {
            var builder = world.Build("a");
            OpenTracing.ISpanBuilder[] returned =
            [
                builder.AsChildOf((OpenTracing.ISpan)null!), builder.AsChildOf((OpenTracing.ISpanContext)null!), builder.AddReference("child_of", null),
                builder.IgnoreActiveSpan(), builder.WithTag("s", "x"), builder.WithTag("b", true), builder.WithTag("i", 1), builder.WithTag("d", 1.5),
                builder.WithTag(OpenTracing.Tag.Tags.Component, "c"), builder.WithStartTimestamp(World.Noon),
            ];
            Expect.That(returned.All(other => ReferenceEquals(other, builder)), "a configuring member returns another object");
        }),
        new("SPAN-IMPLICIT-01", "The implicit parent is what is active at Start, not at BuildSpan.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            var builder = world.Build("child");
            using var scope = world.Open("parent");
            Expect.SameValue(scope.Span.Context.SpanId, world.Finish(builder.Start()).ParentId, "the parent");
        }),
        new("SPAN-IMPLICIT-02", "IgnoreActiveSpan makes a root in a trace of its own.", "OTC-TRACER-2", Needs.Recorded, world =>
        {
            using var scope = world.Open("active");
            var span = world.Finish(world.Build("root").IgnoreActiveSpan().Start());
            Expect.Null(span.ParentId, "the parent");
            Expect.That(span.TraceId != scope.Span.Context.TraceId, "the root is in the active span's trace");
        }),
        new("SPAN-IMPLICIT-03", "An explicit reference wins over the active span.", "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            var parent = world.Start("parent");
            using var scope = world.Open("active");
            Expect.SameValue(parent.Context.SpanId, world.Finish(world.Build("child").AsChildOf(parent).Start()).ParentId, "the parent");
        }),
        new("SPAN-IMPLICIT-04", "IgnoreActiveSpan leaves an explicit parent alone.", "OTC-TRACER-2", Needs.Recorded, world =>
        {
            var parent = world.Start("parent");
            using var scope = world.Open("active");
            var child = world.Finish(world.Build("child").AsChildOf(parent).IgnoreActiveSpan().Start());
            Expect.SameValue(parent.Context.SpanId, child.ParentId, "the parent");
        }),
        new("SPAN-IMPLICIT-05", "Spans activated one after the other are siblings.",
            "OpenTracing 0.12.1 API: ISpanBuilder.StartActive", Needs.Recorded, world =>
        {
            using (var parent = world.Open("parent"))
            {
                world.Open("first").Dispose();
                world.Open("second").Dispose();
                Expect.SameValue(parent.Span.Context.SpanId, world.Span("first").ParentId, "the first one's parent");
                Expect.SameValue(parent.Span.Context.SpanId, world.Span("second").ParentId, "the second one's parent");
            }
        }),
        new("SPAN-IMPLICIT-06", "A span that was started and not activated is nobody's implicit parent.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            world.Start("passive");
            Expect.Null(world.Finish(world.Start("next")).ParentId, "the parent");
        }),
        new("SPAN-IMPLICIT-07", "IgnoreActiveSpan with StartActive restores the ignored span afterwards.", "OTC-TRACER-2; OTC-SCOPE-2", Needs.None, world =>
        {
            using var outer = world.Open("outer");
            world.Build("root").IgnoreActiveSpan().StartActive(true).Dispose();
            Expect.SameObject(outer, world.ActiveScope, "the active scope");
        }),
    ];
}
