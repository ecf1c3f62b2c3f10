using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Segue.CompatMatrix.Fleets.Services;

/// <summary>A service on OpenTelemetry and nothing of Segue: its SDK, its sampler, its two W3C propagators.</summary>
internal sealed class OpenTelemetryService : FleetService
{
    internal const string SourceName = "Matrix.Fleets.OpenTelemetry";

    private static readonly ActivitySource _source = new(SourceName);

    private readonly TextMapPropagator _formats = new CompositeTextMapPropagator([new TraceContextPropagator(), new BaggagePropagator()]);

    internal override string Name => "OpenTelemetry";

    internal override async Task Serve(Visit visit)
    {
        var inbound = _formats.Extract(default, visit.Headers, static (headers, name) => headers.TryGetValue(name, out var value) ? [value] : []);
        Baggage.Current = inbound.Baggage;
        foreach (var item in visit.BaggageToSet) Baggage.SetBaggage(item.Key, item.Value);
        using var span = _source.StartActivity(visit.Service, ActivityKind.Server, inbound.ActivityContext)!;
        var from = span.SpanId.ToHexString();
        visit.Saw(span.TraceId.ToHexString(), from, span.ParentSpanId.ToHexString(), span.Recorded, Baggage.Current.GetBaggage().ToDictionary(), isExported: true);
        foreach (var target in visit.Calls)
        {
            var headers = Journey.Headers();
            _formats.Inject(new PropagationContext(span.Context, Baggage.Current), headers, static (carrier, name, value) => carrier[name] = value);
            await visit.Call(target, headers, from).ConfigureAwait(false);
        }
    }
}
