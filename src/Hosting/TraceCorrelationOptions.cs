namespace Segue.Hosting;

/// <summary>Which names the ids of the active span have in log lines.</summary>
public sealed class TraceCorrelationOptions
{
    /// <summary>Whether lines have <c>trace_id</c> (32 lower hex digits), <c>span_id</c> (16) and, where set, <c>service.name</c>, <c>service.version</c> and <c>deployment.environment.name</c>.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool OpenTelemetryNames { get; set; } = true;

    /// <summary>Whether lines have <c>dd.trace_id</c> (32 lower hex digits), <c>dd.span_id</c> (decimal) and, where set, <c>dd.service</c>, <c>dd.version</c> and <c>dd.env</c>.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool DatadogNames { get; set; } = true;
}
