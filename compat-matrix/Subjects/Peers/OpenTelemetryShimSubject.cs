#pragma warning disable CS0618 // The package is obsolete, which is why it is compared with.
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Shims.OpenTracing;
using OpenTelemetry.Trace;
using OpenTracing;

namespace Segue.CompatMatrix.Subjects;

/// <summary>OpenTelemetry's own shim.</summary>
internal sealed class OpenTelemetryShimSubject : Subject
{
    internal override string Name => SubjectRegistry.OpenTelemetryShim;

    internal override Needs Traits => Needs.Mapped | Needs.Ids | Needs.W3C | Needs.Sdk | Needs.Factory | Needs.Binary;

    internal override SubjectSession Open() => new Session();

    private sealed class Session : SubjectSession
    {
        private readonly FinishedActivities _finished = new();
        private readonly TracerProvider _provider;

        internal Session()
        {
            _provider = Sdk.CreateTracerProviderBuilder()
                .SetSampler(new AlwaysOnSampler())
                .AddSource("opentracing-shim", NativeSourceName)
                .AddProcessor(_finished)
                .Build();
            Tracer = new TracerShim(_provider);
        }

        internal override ITracer Tracer { get; }

        internal override IReadOnlyList<SpanView> Finished => _finished.Views;

        // It has one propagator for both formats.
        internal override ITracer CreateTracer(TextMapPropagator? textMap, TextMapPropagator? httpHeaders) =>
            textMap is null ? new TracerShim(_provider) : new TracerShim(_provider, textMap);

        public override void Dispose() => _provider.Dispose();
    }
}
