using System.Diagnostics;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Cases;

/// <summary>Tags that say more than an attribute can: error, span.kind, sampling.priority.</summary>
internal static class TagMeaningCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        Status("TAGS-ERROR-01", "error=true on a span", ActivityStatusCode.Error, world => world.Start("a").SetTag("error", true)),
        Status("TAGS-ERROR-02", "error=false on a span", ActivityStatusCode.Ok, world => world.Start("a").SetTag("error", false)),
        Status("TAGS-ERROR-03", "no error tag", ActivityStatusCode.Unset, world => world.Start("a").SetTag("other", true)),
        Status("TAGS-ERROR-04", "error=\"true\" on a span", ActivityStatusCode.Error, world => world.Start("a").SetTag("error", "true")),
        Status("TAGS-ERROR-05", "error=\"False\" on a span", ActivityStatusCode.Ok, world => world.Start("a").SetTag("error", "False")),
        Status("TAGS-ERROR-06", "error=true on a builder", ActivityStatusCode.Error, world => world.Build("a").WithTag("error", true).Start()),
        Status("TAGS-ERROR-07", "error=false on a builder", ActivityStatusCode.Ok, world => world.Build("a").WithTag("error", false).Start()),
        Status("TAGS-ERROR-08", "error=\"TRUE\" on a builder", ActivityStatusCode.Error, world => world.Build("a").WithTag("error", "TRUE").Start()),
        Status("TAGS-ERROR-09", "error=\"false\" on a builder", ActivityStatusCode.Ok, world => world.Build("a").WithTag("error", "false").Start()),
        Status("TAGS-ERROR-10", "the constant Tags.Error on a span", ActivityStatusCode.Error,
            world => world.Start("a").SetTag(OpenTracing.Tag.Tags.Error, true)),
        Status("TAGS-ERROR-11", "the constant Tags.Error on a builder", ActivityStatusCode.Error,
            world => world.Build("a").WithTag(OpenTracing.Tag.Tags.Error, true).Start()),
        Status("TAGS-ERROR-12", "error=true and then error=false", ActivityStatusCode.Ok,
            world => world.Start("a").SetTag("error", true).SetTag("error", false)),
        Status("TAGS-ERROR-13", "error=true on the builder, then error=false on the span", ActivityStatusCode.Ok,
            world => world.Build("a").WithTag("error", true).Start().SetTag("error", false)),
        new("TAGS-ERROR-14", "An error that became the status is not an attribute as well.", "OTC-TAG-2; OTC-TRACER-8", Needs.Mapped, world =>
        {
            Expect.That(!world.Finish(world.Start("a").SetTag("error", true)).HasTag("error"), "the span has an attribute error");
            Expect.That(!world.Finish(world.Build("b").WithTag("error", "true").Start()).HasTag("error"), "the built span has an attribute error");
        }),
        new("TAGS-ERROR-15", "A status leaves no otel.status_code among the tags.", "OTC-TAG-2", Needs.Mapped, world =>
        {
            var view = world.Finish(world.Start("a").SetTag("error", true));
            Expect.That(!view.Tags.Any(tag => tag.Key.StartsWith("otel.", StringComparison.Ordinal)), "a tag of OpenTelemetry's is on the native span");
        }),
        new("TAGS-ERROR-16", "An error text that is neither true nor false stays a tag.", "OTC-TAG-2", Needs.Mapped, world =>
        {
            var view = world.Finish(world.Start("a").SetTag("error", "timeout"));
            Expect.Equal<object?>("timeout", view.Tag("error"), "the tag");
        }),
        .. new[] { "server", "client", "producer", "consumer" }.Select((kind, number) => Kind($"TAGS-KIND-0{number + 1}", kind)),
        new("TAGS-KIND-05", "span.kind is read in any case.", "OpenTracing 0.12.1 API: Tags.SpanKind", Needs.Mapped, world =>
        {
            Expect.Equal(ActivityKind.Server, world.Finish(world.Build("a").WithTag("span.kind", "SERVER").Start()).Kind, "the kind");
        }),
        new("TAGS-KIND-06", "span.kind stays as a tag.", "OTC-GEN-5; OTC-SPAN-3", Needs.Recorded, world =>
        {
            Expect.Equal<object?>("client", world.Finish(world.Build("a").WithTag(OpenTracing.Tag.Tags.SpanKind, "client").Start()).Tag("span.kind"), "the tag");
        }),
        new("TAGS-KIND-07", "A span.kind that is no kind is not lost.", "OTC-SPAN-3", Needs.Mapped, world =>
        {
            var view = world.Finish(world.Build("a").WithTag(OpenTracing.Tag.Tags.SpanKind, "broker").Start());
            Expect.Equal<object?>("broker", view.Tag("span.kind"), "the tag");
            Expect.Equal(ActivityKind.Internal, view.Kind, "the kind");
        }),
        new("TAGS-KIND-08", "span.kind set after the start stays as a tag.", "OTC-SPAN-3", Needs.Recorded, world =>
        {
            Expect.Equal<object?>("server", world.Finish(world.Start("a").SetTag(OpenTracing.Tag.Tags.SpanKind, "server")).Tag("span.kind"), "the tag");
        }),
        new("TAGS-SAMPLER-01", "Initial tags are there when samplers see the start.", "OTC-TRACER-7", Needs.Mapped, world =>
        {
            object? seen = null;
            world.Listen(new ActivityListener
            {
                ShouldListenTo = source => source.Name == "opentracing-shim",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                {
                    seen = options.Tags?.FirstOrDefault(tag => tag.Key == "k").Value;
                    return ActivitySamplingResult.AllDataAndRecorded;
                },
            });
            world.Build("a").WithTag("k", "v").Start().Finish();
            Expect.Equal<object?>("v", seen, "the tag that a sampler sees");
        }),
        new("TAGS-PRIORITY-01", "sampling.priority=0 on a builder drops: what is injected is not sampled.",
            "OTC-SAMPLING-0; OpenTracing 0.12.1 API: Tags.SamplingPriority", Needs.Mapped | Needs.W3C, world =>
        {
            var span = world.Build("a").WithTag(OpenTracing.Tag.Tags.SamplingPriority, 0).Start();
            Expect.EndsWith("-00", world.Inject(span.Context)["traceparent"], "the injected flags say sampled");
        }),
        new("TAGS-PRIORITY-02", "sampling.priority=1 on a builder keeps.",
            "OTC-SAMPLING-0; OpenTracing 0.12.1 API: Tags.SamplingPriority", Needs.Mapped | Needs.W3C, world =>
        {
            var span = world.Build("a").WithTag(OpenTracing.Tag.Tags.SamplingPriority, 1).Start();
            Expect.EndsWith("-01", world.Inject(span.Context)["traceparent"], "the injected flags do not say sampled");
        }),
        new("TAGS-PRIORITY-03", "sampling.priority=0 on a live span drops from there on.",
            "OTC-SAMPLING-0; OpenTracing 0.12.1 API: Tags.SamplingPriority", Needs.Mapped | Needs.W3C, world =>
        {
            var span = world.Start("a");
            Expect.EndsWith("-01", world.Inject(span.Context)["traceparent"], "the injected flags do not say sampled before");
            span.SetTag(OpenTracing.Tag.Tags.SamplingPriority, 0);
            Expect.EndsWith("-00", world.Inject(span.Context)["traceparent"], "the injected flags say sampled afterwards");
        }),
    ];

    private static Case Status(string id, string what, ActivityStatusCode status, Func<World, OpenTracing.ISpan> make) =>
        new(id, $"With {what} the status is {status}.",
            what.Contains("builder", StringComparison.Ordinal) ? "OTC-TAG-2; OTC-TRACER-8" : "OTC-TAG-2", Needs.Mapped, world =>
        {
            Expect.Equal(status, world.Finish(make(world)).Status, "the status");
        });

    private static Case Kind(string id, string kind) =>
        new(id, $"span.kind={kind} at build makes the span one of that kind.", "OpenTracing 0.12.1 API: Tags.SpanKind", Needs.Mapped, world =>
        {
            SpanView view = world.Finish(world.Build("a").WithTag(OpenTracing.Tag.Tags.SpanKind, kind).Start());
            Expect.Equal(kind, view.Kind.ToString().ToLowerInvariant(), "the kind");
        });
}
