namespace Segue;

/// <summary>Where spans leave the process; several can be on at once.</summary>
public enum SegueExit
{
    /// <summary>A Datadog trace agent, MessagePack over HTTP or a Unix domain socket.</summary>
    Datadog,

    /// <summary>OpenTelemetry's own OTLP exporter, set up by the standard <c>OTEL_EXPORTER_OTLP_*</c> variables.</summary>
    Otlp,
}
