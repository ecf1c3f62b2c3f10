using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using OpenTracing;
using Segue.Shim;

namespace Segue.CompatMatrix.Subjects;

/// <summary>Segue's shim beside OpenTelemetry's SDK, or beside nothing.</summary>
internal sealed class SegueSubject : Subject
{
    private const Needs Always = Needs.Activity | Needs.W3C | Needs.Binary | Needs.NativeApi | Needs.KeepsCurrent;
    private const Needs WithSdk = Always | Needs.Ids | Needs.Sdk | Needs.Factory;

    private readonly Func<Sampler>? _sampler;
    private readonly bool _strict;

    private SegueSubject(string name, Needs traits, Func<Sampler>? sampler, bool strict = false)
    {
        Name = name;
        Traits = traits | (strict ? Needs.StrictLinks : Needs.SparseLinks);
        _sampler = sampler;
        _strict = strict;
    }

    internal static SegueSubject Recorded { get; } =
        new("Segue", WithSdk | Needs.Recorded | Needs.Closable | Needs.Fleets, () => new AlwaysOnSampler());

    internal static SegueSubject SampledOut { get; } =
        new("Segue sampled out", WithSdk | Needs.NotRecorded, () => new AlwaysOffSampler());

    internal static SegueSubject WithoutSdk { get; } =
        new("Segue without SDK", Always | Needs.NotRecorded | Needs.NoListener, null);

    internal static SegueSubject Strict { get; } =
        new("Segue strict", WithSdk | Needs.Recorded | Needs.Closable, () => new AlwaysOnSampler(), strict: true);

    internal override string Name { get; }

    internal override Needs Traits { get; }

    internal override bool IsSegue => true;

    internal override SubjectSession Open() => new Session(_sampler, _strict);

    private sealed class Session : SubjectSession
    {
        private readonly FinishedActivities _finished = new();
        private readonly TracerProvider? _provider;
        private readonly OpenTracingShim _shim;
        private readonly bool _strict;

        internal Session(Func<Sampler>? sampler, bool strict)
        {
            _strict = strict;
            // Nothing here may load OpenTelemetry's SDK where the subject is to run without it.
            if (sampler is not null) _provider = Provider(sampler(), _finished);
            _shim = _provider is null ? new OpenTracingShim(Options()) : new OpenTracingShim(_provider, Options());
        }

        internal override ITracer Tracer => _shim;

        internal override IReadOnlyList<SpanView> Finished => _finished.Views;

        internal override ITracer CreateTracer(TextMapPropagator? textMap, TextMapPropagator? httpHeaders)
        {
            var options = Options();
            options.TextMap = textMap;
            options.HttpHeaders = httpHeaders;
            return _provider is null ? new OpenTracingShim(options) : new OpenTracingShim(_provider, options);
        }

        internal override ITracer CreateOwner(TracerProvider provider, bool ownsProvider)
        {
            var options = Options();
            options.OwnsProvider = ownsProvider;
            return new OpenTracingShim(provider, options);
        }

        public override void Dispose()
        {
            _shim.Dispose();
            _provider?.Dispose();
        }

        private static TracerProvider Provider(Sampler sampler, FinishedActivities finished) => Sdk.CreateTracerProviderBuilder()
            .SetSampler(sampler)
            .AddSource(OpenTracingShim.ActivitySourceName, Segue.Tracer.ActivitySourceName, NativeSourceName)
            .AddProcessor(finished)
            .Build();

        private ShimOptions Options() => new() { LinkAllReferences = _strict };
    }
}
