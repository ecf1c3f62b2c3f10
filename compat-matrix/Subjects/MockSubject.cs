using System.Globalization;
using OpenTracing;
using OpenTracing.Mock;

namespace Segue.CompatMatrix.Subjects;

/// <summary>The tracer that OpenTracing itself ships for tests.</summary>
internal sealed class MockSubject : Subject
{
    internal override string Name => "MockTracer";

    internal override Needs Traits => Needs.Recorded | Needs.Ids;

    internal override SubjectSession Open() => new Session();

    private sealed class Session : SubjectSession
    {
        private readonly MockTracer _tracer = new();

        internal override ITracer Tracer => _tracer;

        internal override IReadOnlyList<SpanView> Finished => [.. _tracer.FinishedSpans().Select(View)];

        public override void Dispose()
        {
        }

        private static SpanView View(MockSpan span) => new()
        {
            Name = span.OperationName,
            TraceId = span.Context.TraceId,
            SpanId = span.Context.SpanId,
            ParentId = span.ParentId,
            Start = span.StartTimestamp,
            Duration = span.FinishTimestamp - span.StartTimestamp,
            Tags = [.. span.Tags.Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value))],
            Events = [.. span.LogEntries.Select(Event)],
            Links = [.. span.References.Select(reference => new LinkView(reference.Context.TraceId, reference.Context.SpanId, reference.ReferenceType))],
        };

        private static EventView Event(MockSpan.LogEntry entry) => new(
            entry.Fields.TryGetValue(LogFields.Event, out var name) ? Convert.ToString(name, CultureInfo.InvariantCulture) ?? "" : "",
            entry.Timestamp,
            [.. entry.Fields.Select(field => new KeyValuePair<string, object?>(field.Key, field.Value))]);
    }
}
