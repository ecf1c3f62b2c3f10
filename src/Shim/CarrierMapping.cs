using OpenTelemetry.Context.Propagation;
using OpenTracing.Propagation;

namespace Segue.Shim;

/// <summary>Reads and writes OpenTracing's text carriers for a propagator.</summary>
internal static class CarrierMapping
{
    internal static readonly Action<ITextMap, string, string> Set = static (carrier, key, value) => carrier.Set(key, value);

    private static Known? _known;

    /// <summary>The header names that a propagator says it reads; asked for once per propagator.</summary>
    internal static string[] FieldsOf(TextMapPropagator propagator)
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && ReferenceEquals(known.Propagator, propagator)) return known.Fields;
        known = new Known(propagator, propagator.Fields is { } fields ? [.. fields] : []);
        Volatile.Write(ref _known, known);
        return known.Fields;
    }

    private sealed class Known(TextMapPropagator propagator, string[] fields)
    {
        internal readonly TextMapPropagator Propagator = propagator;
        internal readonly string[] Fields = fields;
    }
}
