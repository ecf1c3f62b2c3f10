using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;

namespace Segue.CompatMatrix.Fleets.Services;

/// <summary>The header formats of a migrated process, as its options resolve where nothing but <see cref="Fleet"/> is set.</summary>
internal static class Formats
{
    private static readonly ConcurrentDictionary<Fleet, TextMapPropagator> _resolved = new();

    internal static TextMapPropagator Of(Fleet fleet) => _resolved.GetOrAdd(fleet, Resolve);

    /// <summary>Makes formats those of the process, which the services of this one take turns to be.</summary>
    internal static void Use(TextMapPropagator formats)
    {
        if (!ReferenceEquals(Propagators.DefaultTextMapPropagator, formats)) Sdk.SetDefaultTextMapPropagator(formats);
    }

    private static TextMapPropagator Resolve(Fleet fleet)
    {
        var (textMap, http) = (Propagators.DefaultTextMapPropagator, DistributedContextPropagator.Current);
        try
        {
            Sdk.CreateTracerProviderBuilder().UseSeguePropagation(options => options.Fleet = fleet);
            return Propagators.DefaultTextMapPropagator;
        }
        finally
        {
            Sdk.SetDefaultTextMapPropagator(textMap);
            DistributedContextPropagator.Current = http;
        }
    }
}
