using OpenTelemetry.Context.Propagation;

namespace Segue.Propagation;

/// <summary>The propagator in force when none was given.</summary>
public static class DefaultPropagator
{
    private static readonly CompositePropagator _own = new();

    /// <summary>OpenTelemetry's default text-map propagator, or every format that Segue knows while that is still its no-op.</summary>
    /// <value>Read for every call, since the application may set it at any time. OpenTelemetry's default is a no-op until its SDK is loaded.</value>
    public static TextMapPropagator Current
    {
        get
        {
            var current = Propagators.DefaultTextMapPropagator;
            // The no-op is an internal type, known by naming no field at all.
            return current.Fields is null && current.GetType().Assembly == typeof(Propagators).Assembly ? _own : current;
        }
    }

    /// <summary>Reads a context and baggage with the propagator in force, with links to what the headers named besides where it tells.</summary>
    /// <param name="carrier">The carrier.</param>
    /// <param name="getter">Reads a header's values.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context, the baggage and the links.</returns>
    public static Extracted Extract<T>(T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        var current = Current;
        return current is CompositePropagator composite ? composite.ExtractAll(default, carrier, getter) : new Extracted(current.Extract(default, carrier, getter), null);
    }
}
