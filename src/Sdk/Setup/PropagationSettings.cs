using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue;

/// <summary>Which header formats are read and written, for whom, resolved once from options and environment.</summary>
internal sealed class PropagationSettings
{
    // Each variable has names of its own.
    private const string DatadogNames = "datadog, tracecontext, baggage, b3multi, b3 (the same), b3 single header, jaeger, ottrace, none";
    private const string OpenTelemetryNames = "tracecontext, baggage, b3, b3multi, jaeger, ottrace, datadog, none";
    private const string JaegerNames = "jaeger, b3, w3c, none";

    internal IReadOnlyList<PropagationStyle> Extract { get; private init; } = [];

    internal IReadOnlyList<PropagationStyle> Inject { get; private init; } = [];

    internal bool WriteOpenTracingBaggage { get; private init; }

    internal ExtractBehavior Behavior { get; private init; }

    internal bool ExtractFirst { get; private init; }

    internal IReadOnlyList<string> PropagateTo { get; private init; } = [];

    internal IReadOnlyList<string> PropagateBaggageTo { get; private init; } = [];

    internal CompositePropagator Create() => new(Extract, Inject, Behavior, ExtractFirst) { WriteOpenTracingBaggage = WriteOpenTracingBaggage };

    /// <summary>Resolves: options, then the vendor's variables, then OpenTelemetry's, then Jaeger's, then the default.</summary>
    internal static PropagationSettings Resolve(SegueOptions options, Func<string, string?> read, Func<Func<string, string?>, string, bool, bool> isOn)
    {
        var shared = Read(read, "DD_TRACE_PROPAGATION_STYLE", DatadogName, DatadogNames)
            ?? Read(read, "OTEL_PROPAGATORS", OpenTelemetryName, OpenTelemetryNames)
            ?? Read(read, "JAEGER_PROPAGATION", JaegerName, JaegerNames);
        List<PropagationStyle> extract = options.Extract.Count > 0
            ? [.. options.Extract]
            : Read(read, "DD_TRACE_PROPAGATION_STYLE_EXTRACT", DatadogName, DatadogNames) ?? shared ?? [.. CompositePropagator.DefaultExtract];
        List<PropagationStyle> inject = options.Inject.Count > 0
            ? [.. options.Inject]
            : Read(read, "DD_TRACE_PROPAGATION_STYLE_INJECT", DatadogName, DatadogNames) ?? shared ?? [.. CompositePropagator.DefaultInject];
        if (StyleOf(options.Fleet) is { } fleet)
        {
            if (!extract.Contains(fleet)) extract.Add(fleet);
            if (!inject.Contains(fleet)) inject.Add(fleet);
        }

        return new PropagationSettings
        {
            Extract = extract,
            Inject = inject,
            WriteOpenTracingBaggage = options.Fleet == Fleet.Datadog,
            Behavior = ReadBehavior(read),
            ExtractFirst = isOn(read, "DD_TRACE_PROPAGATION_EXTRACT_FIRST", false),
            PropagateTo = Hosts(options.PropagateTo),
            PropagateBaggageTo = Hosts(options.PropagateBaggageTo),
        };
    }

    // Who adds hosts means these, not these and every other.
    private static IReadOnlyList<string> Hosts(IList<string> patterns)
    {
        var hosts = new List<string>(patterns);
        if (hosts.Count > 1) hosts.Remove("*");
        return hosts;
    }

    private static ExtractBehavior ReadBehavior(Func<string, string?> read)
    {
        const string Name = "DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT";
        switch (read(Name)?.ToLowerInvariant())
        {
            case null or "continue": return ExtractBehavior.Continue;
            case "restart": return ExtractBehavior.Restart;
            case "ignore": return ExtractBehavior.Ignore;
            default:
                SegueEventSource.Log.BadSetting(Name, read(Name)!, "continue, restart, ignore");
                return ExtractBehavior.Continue;
        }
    }

    // Null where the variable is not set, or says nothing that is understood; "none" counts only alone.
    private static List<PropagationStyle>? Read(Func<string, string?> read, string name, Func<string, PropagationStyle[]?> styleOf, string accepted)
    {
        if (read(name) is not { } listed) return null;
        var styles = new List<PropagationStyle>();
        var understood = false;
        foreach (var item in listed.Split(','))
        {
            var word = item.Trim().ToLowerInvariant();
            if (word.Length == 0) continue;
            if (word == "none")
            {
                understood = true;
            }
            else if (styleOf(word) is { } meant)
            {
                understood = true;
                foreach (var style in meant)
                {
                    if (!styles.Contains(style)) styles.Add(style);
                }
            }
            else
            {
                SegueEventSource.Log.BadSetting(name, item.Trim(), accepted);
            }
        }

        return understood ? styles : null;
    }

    // In the vendor's .NET tracer plain b3 is the format of several headers; in OpenTelemetry's variable it is the single one.
    private static PropagationStyle[]? DatadogName(string word) => word switch
    {
        "b3" => [PropagationStyle.B3Multi],
        "b3 single header" or "b3singleheader" => [PropagationStyle.B3],
        _ => OpenTelemetryName(word),
    };

    private static PropagationStyle[]? OpenTelemetryName(string word) => word switch
    {
        "tracecontext" or "w3c" => [PropagationStyle.TraceContext],
        "baggage" => [PropagationStyle.Baggage],
        "datadog" => [PropagationStyle.Datadog],
        "b3" => [PropagationStyle.B3],
        "b3multi" => [PropagationStyle.B3Multi],
        "jaeger" => [PropagationStyle.Jaeger],
        "ottrace" or "ottracer" or "ot-tracer" => [PropagationStyle.OtTracer],
        _ => null,
    };

    private static PropagationStyle[]? JaegerName(string word) => word switch
    {
        "jaeger" => [PropagationStyle.Jaeger],
        "b3" => [PropagationStyle.B3Multi],
        "w3c" => [PropagationStyle.TraceContext, PropagationStyle.Baggage],
        _ => null,
    };

    private static PropagationStyle? StyleOf(Fleet fleet) => fleet switch
    {
        Fleet.None => null,
        Fleet.Datadog => PropagationStyle.Datadog,
        Fleet.Jaeger => PropagationStyle.Jaeger,
        Fleet.B3 => PropagationStyle.B3Multi,
        Fleet.OtTracer => PropagationStyle.OtTracer,
        _ => throw new ArgumentException("Fleet is " + (int)fleet + "; accepted are None, Datadog, Jaeger, B3, OtTracer.", nameof(fleet)),
    };
}
