using OpenTelemetry.Context.Propagation;

namespace Segue.Propagation;

/// <summary>The propagator in force when none was given.</summary>
public static class DefaultPropagator
{
    private static readonly TextMapPropagator _w3c = new CompositeTextMapPropagator([new TraceContextPropagator(), new OpenTelemetry.Context.Propagation.BaggagePropagator()]);

    /// <summary>OpenTelemetry's default text-map propagator, or W3C trace context and baggage while that is still its no-op.</summary>
    /// <value>Read for every call, since the application may set it at any time. OpenTelemetry's default is a no-op until its SDK is loaded.</value>
    public static TextMapPropagator Current
    {
        get
        {
            var current = Propagators.DefaultTextMapPropagator;
            // The no-op is an internal type, known by naming no field at all.
            return current.Fields is null && current.GetType().Assembly == typeof(Propagators).Assembly ? _w3c : current;
        }
    }
}
