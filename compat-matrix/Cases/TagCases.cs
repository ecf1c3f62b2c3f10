using OpenTracing.Tag;

namespace Segue.CompatMatrix.Cases;

/// <summary>Tags as attributes: types, overwriting, names.</summary>
internal static class TagCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        Kept("TAGS-VALUE-01", "a string", "v", span => span.SetTag("k", "v"), builder => builder.WithTag("k", "v")),
        Kept("TAGS-VALUE-02", "a bool", true, span => span.SetTag("k", true), builder => builder.WithTag("k", true)),
        Kept("TAGS-VALUE-03", "a double", 1.5, span => span.SetTag("k", 1.5), builder => builder.WithTag("k", 1.5)),
        Kept("TAGS-VALUE-04", "an int", 42, span => span.SetTag("k", 42), builder => builder.WithTag("k", 42)),
        Kept("TAGS-VALUE-05", "not-a-number", double.NaN, span => span.SetTag("k", double.NaN), builder => builder.WithTag("k", double.NaN)),
        Kept("TAGS-VALUE-06", "an empty string", "", span => span.SetTag("k", ""), builder => builder.WithTag("k", "")),
        Kept("TAGS-VALUE-07", "a bool tag that is false", false, span => span.SetTag("k", false), builder => builder.WithTag("k", false)),
        new("TAGS-VALUE-08", "Digits given as text for an IntOrStringTag stay text.", "OpenTracing 0.12.1 API: IntOrStringTag", Needs.Recorded, world =>
        {
            Expect.Equal<object?>("080", world.Finish(world.Start("a").SetTag(OpenTracing.Tag.Tags.PeerHostIpv4, "080")).Tag("peer.ipv4"), "the span's tag");
            Expect.Equal<object?>("080", world.Finish(world.Build("b").WithTag(OpenTracing.Tag.Tags.PeerHostIpv4, "080").Start()).Tag("peer.ipv4"), "the builder's tag");
        }),
        new("TAGS-VALUE-09", "Typed tags write under their key.", "OpenTracing 0.12.1 API: AbstractTag", Needs.Recorded, world =>
        {
            var span = world.Start("a").SetTag(OpenTracing.Tag.Tags.Component, "c").SetTag(OpenTracing.Tag.Tags.HttpStatus, 404);
            span.SetTag(new BooleanTag("flag"), true).SetTag(OpenTracing.Tag.Tags.PeerHostIpv4, 12);
            var view = world.Finish(span);
            Expect.Equal<object?>("c", view.Tag("component"), "component");
            Expect.Equal<object?>(404, view.Tag("http.status_code"), "http.status_code");
            Expect.Equal<object?>(true, view.Tag("flag"), "the bool tag");
            Expect.Equal<object?>(12, view.Tag("peer.ipv4"), "peer.ipv4");
        }),
        new("TAGS-VALUE-10", "The last value of a tag wins, and there is one.", "OTC-SPAN-3", Needs.Recorded, world =>
        {
            var view = world.Finish(world.Build("a").WithTag("b", 1).WithTag("b", "x").Start().SetTag("s", 1).SetTag("s", true));
            Expect.Equal(1, view.Tags.Count(tag => tag.Key == "b"), "the number of tags of that name from the builder");
            Expect.Equal<object?>("x", view.Tag("b"), "the builder's tag");
            Expect.Equal(1, view.Tags.Count(tag => tag.Key == "s"), "the number of tags of that name from the span");
            Expect.Equal<object?>(true, view.Tag("s"), "the span's tag");
        }),
        new("TAGS-VALUE-11", "A null string removes the tag on a span and adds none on a builder.", "OTC-TAG-1", Needs.Mapped, world =>
        {
            var view = world.Finish(world.Build("a").WithTag("b", (string)null!).Start().SetTag("s", "x").SetTag("s", (string)null!));
            Expect.That(!view.HasTag("b"), "the builder's null is a tag");
            Expect.That(!view.HasTag("s"), "the tag is still there");
        }),
        new("TAGS-VALUE-12", "A tag keeps its name and value: no translation into conventions.", "OTC-GEN-5", Needs.Mapped, world =>
        {
            var span = world.Start("a").SetTag("http.method", "GET").SetTag("db.statement", "select 1");
            var view = world.Finish(span.SetTag("peer.service", "x").SetTag("message_bus.destination", "q"));
            Expect.Equal("http.method,db.statement,peer.service,message_bus.destination", string.Join(',', view.Tags.Select(tag => tag.Key)), "the list of tags");
        }),
        new("TAGS-VALUE-13", "Tags set by many threads at once are all kept.", "OTC-SPAN-3", Needs.Recorded, world =>
        {
            var span = world.Start("a");
            World.OnThreads(4, number =>
            {
                for (var i = 0; i < 50; i++) span.SetTag("k" + number + "." + i, i);
            });
            Expect.Equal(200, world.Finish(span).Tags.Count, "the number of tags");
        }),
        new("TAGS-VALUE-14", "No tag appears that nobody set.", "OTC-GEN-5", Needs.Recorded, world =>
        {
            var view = world.Finish(world.Build("a").WithTag("k", "v").Start());
            Expect.Equal("k", string.Join(',', view.Tags.Select(tag => tag.Key)), "the list of tags");
        }),
    ];

    private static Case Kept(string id, string what, object value, Action<OpenTracing.ISpan> set, Action<OpenTracing.ISpanBuilder> with) =>
        new(id, $"The value of {what} keeps its type, set on the span or on the builder.", "OTC-TAG-1; OTC-SPAN-3", Needs.Recorded, world =>
        {
            var span = world.Start("span");
            set(span);
            Expect.Equal<object?>(value, world.Finish(span).Tag("k"), "the span's tag");
            var builder = world.Build("builder");
            with(builder);
            Expect.Equal<object?>(value, world.Finish(builder.Start()).Tag("k"), "the builder's tag");
        });
}
