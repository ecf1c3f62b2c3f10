namespace Segue.Interop;

/// <summary>A service in another language, and the fleet that it stands for.</summary>
/// <param name="Name">Format and library, as tests show it.</param>
/// <param name="Script">File in the folder <c>peers</c>.</param>
/// <param name="Argument">What the script is started with.</param>
/// <param name="Fleet">What its Segue neighbours are told, and all that they are told.</param>
internal sealed record Peer(string Name, string Script, string Argument, Fleet Fleet)
{
    private const string AnyText = "Zoë, 50% & a=b";

    internal static IReadOnlyList<Peer> All { get; } =
    [
        new("W3C: OpenTelemetry", "otel.js", "w3c", Fleet.None),
        new("W3C: dd-trace", "datadog.js", "tracecontext,baggage", Fleet.None) { Vendor = true, CarriesPriority = true },
        new("Datadog: dd-trace", "datadog.js", "datadog", Fleet.Datadog) { Vendor = true, CarriesPriority = true, Text = "50% & a=b" },
        new("Datadog, W3C and baggage: dd-trace", "datadog.js", "datadog,tracecontext,baggage", Fleet.Datadog) { Vendor = true, CarriesPriority = true, Text = "50% & a=b" },
        new("Datadog, W3C and baggage: dd-trace and its HTTP instrumentation", "datadog-http.js", "datadog,tracecontext,baggage", Fleet.Datadog)
        {
            Vendor = true, CarriesPriority = true, Text = "50% & a=b",
        },
        new("Jaeger 64 bit: jaeger-client", "jaeger.js", "64", Fleet.Jaeger) { CarriesDebug = true },
        new("Jaeger 128 bit: jaeger-client", "jaeger.js", "128", Fleet.Jaeger) { CarriesDebug = true },
        new("Jaeger: OpenTelemetry", "otel.js", "jaeger", Fleet.Jaeger),
        new("B3 single: OpenTelemetry", "otel.js", "b3", Fleet.B3),
        new("B3 multi: OpenTelemetry", "otel.js", "b3multi", Fleet.B3),
        new("B3 multi: dd-trace", "datadog.js", "b3multi,baggage", Fleet.B3) { Vendor = true },
        new("ot-tracer: OpenTelemetry", "otel.js", "ot-tracer", Fleet.OtTracer) { HalfIds = true, Text = "50% & a=b" },
    ];

    /// <summary>Whether its spans go to a trace agent; the others are asked for theirs.</summary>
    internal bool Vendor { get; init; }

    /// <summary>Whether the vendor's priority arrives as it was sent.</summary>
    internal bool CarriesPriority { get; init; }

    /// <summary>Whether it tells a trace that was kept by hand from another that is kept.</summary>
    internal bool CarriesDebug { get; init; }

    /// <summary>Whether its format carries the lower half of a trace id alone.</summary>
    internal bool HalfIds { get; init; }

    /// <summary>Baggage in the characters that its format can carry.</summary>
    internal string Text { get; init; } = AnyText;

    internal IReadOnlyDictionary<string, string> EnvironmentFor(string service, Uri agent) => Vendor
        ? new Dictionary<string, string>
        {
            ["DD_SERVICE"] = service,
            ["DD_TRACE_AGENT_URL"] = agent.AbsoluteUri,
            ["DD_TRACE_PROPAGATION_STYLE"] = Argument,
            ["DD_INSTRUMENTATION_TELEMETRY_ENABLED"] = "false",
            ["DD_REMOTE_CONFIGURATION_ENABLED"] = "false",
            ["DD_TRACE_STARTUP_LOGS"] = "false",
        }
        : new Dictionary<string, string>();

    public override string ToString() => Name;
}
