using Segue.Context;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue;

/// <summary>Reads a span identity and its baggage from a carrier.</summary>
/// <remarks>
/// <para>Threads and cost: stateless, safe from any thread. The propagator is OpenTelemetry's default; while that is its no-op,
/// which it is until OpenTelemetry's SDK is loaded, every format that Segue knows is read.</para>
/// </remarks>
public class SpanContextExtractor
{
    /// <summary>Extracts a context.</summary>
    /// <param name="carrier">What was received; <see langword="null"/> is ignored and counted.</param>
    /// <param name="getter">Gives the values of a header, an empty sequence where there is none; <see langword="null"/> values are skipped.</param>
    /// <typeparam name="TCarrier">Type of the carrier.</typeparam>
    /// <returns>The context, to be used as <see cref="SpanCreationSettings.Parent"/>; <see langword="null"/> when the carrier has none.</returns>
    public ISpanContext? Extract<TCarrier>(TCarrier carrier, Func<TCarrier, string, IEnumerable<string?>> getter)
    {
        if (carrier is null || getter is null)
        {
            Misuse.Report("extract_null", "Extract without a carrier or a getter was ignored.");
            return null;
        }

        try
        {
            var all = DefaultPropagator.Extract(carrier, (source, key) => Present(getter(source, key)));
            var read = all.Context;
            return SpanStart.IsValid(read.ActivityContext) || read.Baggage.Count > 0 || all.Links is not null
                ? new SpanContext(read.ActivityContext, read.Baggage) { Links = all.Links }
                : null;
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Extract", e.Message);
            return null;
        }
    }

    private static List<string> Present(IEnumerable<string?>? values)
    {
        var present = new List<string>();
        foreach (var value in values ?? [])
        {
            if (value is not null) present.Add(value);
        }

        return present;
    }
}
