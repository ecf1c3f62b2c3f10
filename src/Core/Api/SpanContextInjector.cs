using OpenTelemetry.Context.Propagation;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue;

/// <summary>Writes a span identity and its baggage into a carrier.</summary>
/// <remarks>
/// <para>Threads and cost: stateless, safe from any thread. The propagator is OpenTelemetry's default; while that is its no-op,
/// which it is until OpenTelemetry's SDK is loaded, W3C, baggage and Datadog's headers are written, and those that the trace arrived in.</para>
/// </remarks>
public class SpanContextInjector
{
    /// <summary>Injects a context.</summary>
    /// <param name="carrier">What is sent, e.g. request headers; <see langword="null"/> is ignored and counted.</param>
    /// <param name="setter">Sets a header on the carrier, replacing one of the same name.</param>
    /// <param name="context">The context; <see langword="null"/> or <see cref="SpanContext.None"/> writes nothing.</param>
    /// <typeparam name="TCarrier">Type of the carrier.</typeparam>
    public void Inject<TCarrier>(TCarrier carrier, Action<TCarrier, string, string> setter, ISpanContext context)
    {
        if (carrier is null || setter is null || context is null)
        {
            Misuse.Report("inject_null", "Inject without a carrier, a setter or a context was ignored.");
            return;
        }

        if (SpanContext.From(context) is not { } source) return;
        try
        {
            DefaultPropagator.Current.Inject(new PropagationContext(source.Outgoing, source.Baggage), carrier, setter);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Inject", e.Message);
        }
    }
}
