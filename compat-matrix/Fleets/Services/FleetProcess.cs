using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using Segue.Shim;

namespace Segue.CompatMatrix.Fleets.Services;

/// <summary>What the .NET services of a fleet run on: one provider for those on Segue, another one for those on OpenTelemetry.</summary>
/// <remarks>They share this process, so what a process has one of is theirs in turn; see <see cref="Formats.Use"/>.</remarks>
internal sealed class FleetProcess : IDisposable
{
    private readonly Exported _exported = new();
    private readonly TextMapPropagator _before = Propagators.DefaultTextMapPropagator;
    private readonly TracerProvider _segue;
    private readonly TracerProvider _openTelemetry;

    /// <param name="keeps">What a service decides that begins a trace.</param>
    /// <param name="recordsRejected">Whether dropped traces are recorded, as they are with the Datadog exit and not with OTLP alone.</param>
    /// <param name="sampleRate">Set where a service on Segue has no code of its own that decides.</param>
    internal FleetProcess(bool keeps, bool recordsRejected, double? sampleRate = null)
    {
        var segue = Sdk.CreateTracerProviderBuilder().AddSource(OpenTracingShim.ActivitySourceName, Segue.Tracer.ActivitySourceName).AddProcessor(_exported);
        _segue = (recordsRejected
            ? segue.SetSampler(new SegueSampler(sampleRate: sampleRate, recordRejected: true))
            : segue.UseSegueSampler(options => options.SampleRate = sampleRate)).Build();
        Sampler root = keeps ? new AlwaysOnSampler() : new AlwaysOffSampler();
        _openTelemetry = Sdk.CreateTracerProviderBuilder()
            .AddSource(OpenTelemetryService.SourceName)
            .SetSampler(new ParentBasedSampler(root))
            .AddProcessor(_exported)
            .Build();
    }

    /// <summary>Takes the spans that were exported since it was last asked: their ids and their parents'.</summary>
    internal IReadOnlyDictionary<string, string?> TakeExported() => _exported.Take();

    public void Dispose()
    {
        _segue.Dispose();
        _openTelemetry.Dispose();
        Sdk.SetDefaultTextMapPropagator(_before);
    }

    private sealed class Exported : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<(string SpanId, string? ParentId)> _ended = new();

        // An exporter takes what has the flag.
        public override void OnEnd(Activity data)
        {
            if (data.Recorded) _ended.Enqueue((data.SpanId.ToHexString(), data.ParentSpanId == default ? null : data.ParentSpanId.ToHexString()));
        }

        internal Dictionary<string, string?> Take()
        {
            var taken = new Dictionary<string, string?>();
            while (_ended.TryDequeue(out var span)) taken[span.SpanId] = span.ParentId;
            return taken;
        }
    }
}
