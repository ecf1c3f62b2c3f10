using Jaeger.Reporters;
using Jaeger.Samplers;
using OpenTracing;

namespace Segue.CompatMatrix.Subjects;

/// <summary>The Jaeger client, which makes spans of its own.</summary>
internal sealed class JaegerSubject : Subject
{
    internal override string Name => SubjectRegistry.Jaeger;

    internal override Needs Traits => Needs.Recorded | Needs.Ids;

    internal override SubjectSession Open() => new Session();

    private sealed class Session : SubjectSession
    {
        private readonly InMemoryReporter _reporter = new();
        private readonly Jaeger.Tracer _tracer;

        internal Session() => _tracer = new Jaeger.Tracer.Builder("matrix").WithReporter(_reporter).WithSampler(new ConstSampler(true)).Build();

        internal override ITracer Tracer => _tracer;

        internal override IReadOnlyList<SpanView> Finished => [.. _reporter.GetSpans().Select(View)];

        public override void Dispose() => _tracer.Dispose();

        private static SpanView View(Jaeger.Span span)
        {
            var context = ((OpenTracing.ISpan)span).Context;
            var parent = span.Context.ParentId.ToString() ?? "";
            return new SpanView
            {
                Name = span.OperationName,
                TraceId = context.TraceId,
                SpanId = context.SpanId,
                ParentId = parent.Trim('0').Length == 0 ? null : parent,
                Start = new DateTimeOffset(span.StartTimestampUtc, TimeSpan.Zero),
                Duration = (span.FinishTimestampUtc ?? span.StartTimestampUtc) - span.StartTimestampUtc,
                // The sampler's own two tags are not the application's.
                Tags = [.. span.GetTags().Where(tag => !tag.Key.StartsWith("sampler.", StringComparison.Ordinal)).Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value))],
                Events = [.. span.GetLogs().Select(Event)],
                Links = [.. span.GetReferences().Select(reference => Link(reference.Context, reference.Type))],
            };
        }

        private static LinkView Link(OpenTracing.ISpanContext context, string type) => new(context.TraceId, context.SpanId, type);

        private static EventView Event(Jaeger.LogData log)
        {
            KeyValuePair<string, object?>[] fields = log.Fields is null ? [] : [.. log.Fields.Select(field => new KeyValuePair<string, object?>(field.Key, field.Value))];
            var name = log.Message ?? fields.FirstOrDefault(field => field.Key == LogFields.Event).Value as string ?? "";
            return new EventView(name, new DateTimeOffset(log.TimestampUtc, TimeSpan.Zero), fields);
        }
    }
}
