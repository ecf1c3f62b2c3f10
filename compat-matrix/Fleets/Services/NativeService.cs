using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Segue.CompatMatrix.Fleets.Services;

/// <summary>A service on Segue's native API.</summary>
internal sealed class NativeService(TextMapPropagator formats) : FleetService
{
    internal override string Name => "native API";

    internal override async Task Serve(Visit visit)
    {
        Formats.Use(formats);
        var parent = new SpanContextExtractor().Extract(visit.Headers, static (headers, name) => headers.TryGetValue(name, out var value) ? [value] : []);
        using var scope = Tracer.Instance.StartActive(visit.Service, new SpanCreationSettings { Parent = parent, Kind = ActivityKind.Server });
        foreach (var item in visit.BaggageToSet) Baggage.SetBaggage(item.Key, item.Value);
        var own = Activity.Current;
        var from = CorrelationIdentifier.SpanIdHex;
        visit.Saw(CorrelationIdentifier.TraceIdHex, from, own?.ParentSpanId.ToHexString(), own?.Recorded ?? false, Baggage.Current.GetBaggage().ToDictionary(), isExported: true);
        foreach (var target in visit.Calls)
        {
            var headers = Journey.Headers();
            Formats.Use(formats);
            new SpanContextInjector().Inject(headers, static (carrier, name, value) => carrier[name] = value, scope.Span.Context);
            await visit.Call(target, headers, from).ConfigureAwait(false);
        }
    }
}
