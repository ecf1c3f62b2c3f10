#pragma warning disable CS0618 // The factory is obsolete, which is why it is compared with.
using Datadog.Trace.OpenTracing;
using OpenTracing;

namespace Segue.CompatMatrix.Subjects;

/// <summary>Datadog's OpenTracing tracer as its package gives it; its spans leave for an agent, so only the API and carriers can be observed.</summary>
internal sealed class DatadogSubject : Subject
{
    internal override string Name => SubjectRegistry.Datadog;

    internal override Needs Traits => Needs.Ids;

    internal override SubjectSession Open() => new Session();

    private sealed class Session : SubjectSession
    {
        internal override ITracer Tracer { get; } = OpenTracingTracerFactory.CreateTracer();

        internal override IReadOnlyList<SpanView> Finished => [];

        public override void Dispose()
        {
        }
    }
}
