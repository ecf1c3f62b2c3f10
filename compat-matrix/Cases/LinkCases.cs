using System.Diagnostics;
using OpenTracing;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Cases;

/// <summary>References that become links, and the baggage that comes with references.</summary>
internal static class LinkCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("REF-LINK-01", "A follows_from parent is linked, so that its type is kept.", "OTC-REF-1; OTC-REF-2", Needs.Mapped, world =>
        {
            var parent = world.Start("parent").Context;
            var child = world.Finish(world.Build("child").AddReference(References.FollowsFrom, parent).Start());
            Expect.Equal<string?>("follows_from", Link(child, parent).ReferenceType, "the link's opentracing.ref_type");
        }),
        new("REF-LINK-02", "A second child_of is linked as child_of.", "OTC-TRACER-4; OTC-REF-2", Needs.Mapped, world =>
        {
            var (first, second) = (world.Start("1").Context, world.Start("2").Context);
            var child = world.Finish(world.Build("child").AsChildOf(first).AsChildOf(second).Start());
            Expect.Equal<string?>("child_of", Link(child, second).ReferenceType, "the link's opentracing.ref_type");
        }),
        new("REF-LINK-03", "A reference type of one's own is kept in the link.", "OTC-REF-2", Needs.Mapped, world =>
        {
            var (first, second) = (world.Start("1").Context, world.Start("2").Context);
            var child = world.Finish(world.Build("child").AsChildOf(first).AddReference("caused_by", second).Start());
            Expect.Equal<string?>("caused_by", Link(child, second).ReferenceType, "the link's opentracing.ref_type");
        }),
        new("REF-LINK-04", "Every reference becomes a link, a child_of parent too.", "OTC-TRACER-4", Needs.Mapped, world =>
        {
            var (first, second) = (world.Start("1").Context, world.Start("2").Context);
            var child = world.Finish(world.Build("child").AsChildOf(first).AddReference(References.FollowsFrom, second).Start());
            Expect.Equal(2, child.Links.Count, "the number of links");
            Expect.Equal<string?>("child_of", Link(child, first).ReferenceType, "the parent link's opentracing.ref_type");
        }),
        new("REF-LINK-05", "A span with nothing but a child_of parent has no link.",
            "RATIONALE: Why is a child_of parent not linked as well?", Needs.Mapped | Needs.SparseLinks, world =>
        {
            Expect.Equal(0, world.Finish(world.Build("child").AsChildOf(world.Start("parent")).Start()).Links.Count, "the number of links");
        }),
        new("REF-LINK-06", "A span with nothing but a child_of parent has one link, to it.", "OTC-TRACER-4", Needs.Mapped | Needs.StrictLinks, world =>
        {
            var parent = world.Start("parent").Context;
            var child = world.Finish(world.Build("child").AsChildOf(parent).Start());
            Expect.Equal(1, child.Links.Count, "the number of links");
            Expect.Equal<string?>("child_of", Link(child, parent).ReferenceType, "the link's opentracing.ref_type");
        }),
        new("REF-LINK-07", "An implicit parent is no reference and no link.", "OTC-TRACER-4", Needs.Mapped, world =>
        {
            using var scope = world.Open("parent");
            Expect.Equal(0, world.Finish(world.Start("child")).Links.Count, "the number of links");
        }),
        new("REF-LINK-08", "Links are there when samplers and listeners see the start.", "OTC-TRACER-4", Needs.Mapped, world =>
        {
            var seen = -1;
            world.Listen(new ActivityListener
            {
                ShouldListenTo = source => source.Name == "opentracing-shim",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                {
                    if (options.Name == "child") seen = options.Links?.Count() ?? 0;
                    return ActivitySamplingResult.AllDataAndRecorded;
                },
            });
            world.Build("child").AddReference(References.FollowsFrom, world.Start("1").Context).Start().Finish();
            Expect.Equal(1, seen, "the number of links that a sampler sees");
        }),
        new("REF-LINK-09", "A context without ids is never linked.", "OTC-TRACER-4; W3C Trace Context §3.2.2", Needs.Mapped | Needs.W3C, world =>
        {
            var child = world.Finish(world.Build("child").AsChildOf(world.Start("parent")).AddReference(References.FollowsFrom, world.BaggageOnly()).Start());
            Expect.That(child.Links.All(link => link.TraceId.Trim('0').Length > 0), "a link has a trace id of zeros");
        }),
        new("REF-LINK-10", "A link to a span of another process has its ids.", "OTC-TRACER-4", Needs.Mapped | Needs.W3C, world =>
        {
            var child = world.Finish(world.Build("child").AsChildOf(world.Start("parent")).AddReference(References.FollowsFrom, world.Remote()).Start());
            Expect.Equal(World.RemoteTraceId, Link(child, world.Remote()).TraceId, "the link's trace id");
        }),
        new("REF-BAGGAGE-01", "Initial baggage is the union of the references' baggage.", "OTC-TRACER-5", Needs.None, world =>
        {
            var first = world.Start("1").SetBaggageItem("a", "1").Context;
            var second = world.Start("2").SetBaggageItem("b", "2").Context;
            var child = world.Build("child").AsChildOf(first).AddReference(References.FollowsFrom, second).Start();
            Expect.Equal("1", child.GetBaggageItem("a"), "the first reference's item");
            Expect.Equal("2", child.GetBaggageItem("b"), "the second reference's item");
        }),
        new("REF-BAGGAGE-02", "With references the active span's baggage is not taken.", "OTC-TRACER-5", Needs.None, world =>
        {
            var parent = world.Start("parent").SetBaggageItem("a", "1").Context;
            using var active = world.Open("active");
            active.Span.SetBaggageItem("b", "2");
            var child = world.Build("child").AsChildOf(parent).Start();
            Expect.Null(child.GetBaggageItem("b"), "the active span's item");
            Expect.Equal("1", child.GetBaggageItem("a"), "the reference's item");
        }),
    ];

    private static LinkView Link(SpanView span, OpenTracing.ISpanContext to)
    {
        var links = span.Links.Where(link => link.TraceId == to.TraceId && link.SpanId == to.SpanId).ToArray();
        Expect.That(links.Length == 1, $"{links.Length} links point to the reference, not 1");
        return links[0];
    }
}
