namespace Segue;

/// <summary>What tracing is started with; copied once, at start. What is left unset is taken from the environment.</summary>
public class SegueOptions
{
    /// <summary>Name of this service.</summary>
    /// <value>Default: <c>DD_SERVICE</c>, <c>OTEL_SERVICE_NAME</c>, <c>service.name</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, else the name of the entry assembly.</value>
    public string? ServiceName { get; set; }

    /// <summary>Deployment environment, e.g. <c>prod</c>.</summary>
    /// <value>Default: <c>DD_ENV</c>, else <c>deployment.environment.name</c> or <c>deployment.environment</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>.</value>
    public string? Environment { get; set; }

    /// <summary>Version of this service.</summary>
    /// <value>Default: <c>DD_VERSION</c>, else <c>service.version</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>.</value>
    public string? Version { get; set; }

    /// <summary>Tags of every span of this process.</summary>
    /// <value>Added to those of <c>DD_TAGS</c> and the rest of <c>OTEL_RESOURCE_ATTRIBUTES</c>, and wins over them.</value>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether anything is recorded; context flows through either way.</summary>
    /// <value>Default <see langword="true"/>; <c>SEGUE_ENABLED=false</c>, <c>DD_TRACE_ENABLED=false</c> and <c>OTEL_SDK_DISABLED=true</c> switch off as well.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Where spans leave the process.</summary>
    /// <value>Empty, the default, is <c>OTEL_TRACES_EXPORTER</c> if set, else Datadog where an agent is configured or its socket exists, else OTLP.</value>
    public IList<SegueExit> Exits { get; } = [];

    /// <summary>Address of the Datadog trace agent: <c>http</c>, <c>https</c> or <c>unix</c>.</summary>
    /// <value>Default: <c>DD_TRACE_AGENT_URL</c>, <c>DD_AGENT_HOST</c> and <c>DD_TRACE_AGENT_PORT</c>, the agent's default socket if it exists, else <c>http://localhost:8126</c>.</value>
    public Uri? AgentUri { get; set; }

    /// <summary>Whether the spans that ASP.NET Core and HttpClient make are recorded.</summary>
    /// <value>Default <see cref="FrameworkSpans.Auto"/>.</value>
    public FrameworkSpans FrameworkSpans { get; set; }

    /// <summary>Further activity sources to record: the names that this application gives to <c>ActivitySource</c> or OpenTelemetry's <c>GetTracer</c>.</summary>
    /// <value>Default empty; <c>*</c> is a wildcard, e.g. <c>Shop.*</c>.</value>
    public IList<string> Sources { get; } = [];
}
