using Segue.Propagation;

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

    /// <summary>Share of the traces to keep that no rule is for; the same ones in every service with the same rate.</summary>
    /// <value>From 0 to 1. Default <see langword="null"/>: <c>DD_TRACE_SAMPLE_RATE</c>, else the sampler of <c>OTEL_TRACES_SAMPLER</c> or <c>JAEGER_SAMPLER_TYPE</c>,
    /// else what the trace agent asks for, else all.</value>
    public double? SampleRate { get; set; }

    /// <summary>Rules, of which the first that matches the first span of a trace decides; they come before <see cref="SampleRate"/>.</summary>
    /// <value>Default empty: those of <c>DD_TRACE_SAMPLING_RULES</c>.</value>
    public IList<SamplingRule> SamplingRules { get; } = [];

    /// <summary>Traces each second that <see cref="SamplingRules"/> and <see cref="SampleRate"/> may keep; further ones are dropped.</summary>
    /// <value>Default <c>DD_TRACE_RATE_LIMIT</c>, else 100; 0 drops all, below 0 is no limit. Traces that others decided about don't count.</value>
    public double RateLimit
    {
        get => GivenRateLimit ?? Sampling.SamplerSettings.DefaultRateLimit;
        set => GivenRateLimit = value;
    }

    /// <summary>Whether dropped traces are not recorded at all, which is cheaper.</summary>
    /// <value>Default <see langword="false"/>: with the Datadog exit they are recorded and sent with the priority that drops them, so that the agent's counts
    /// of requests and errors are of all traces. With OTLP alone they are never recorded.</value>
    public bool DropEarly { get; set; }

    internal double? GivenRateLimit { get; private set; }

    /// <summary>Further activity sources to record: the names that this application gives to <c>ActivitySource</c> or OpenTelemetry's <c>GetTracer</c>.</summary>
    /// <value>Default empty; <c>*</c> is a wildcard, e.g. <c>Shop.*</c>.</value>
    public IList<string> Sources { get; } = [];

    /// <summary>Header formats to read, in order.</summary>
    /// <value>
    /// Empty, the default, is <c>DD_TRACE_PROPAGATION_STYLE_EXTRACT</c>, <c>DD_TRACE_PROPAGATION_STYLE</c>, <c>OTEL_PROPAGATORS</c> or
    /// <c>JAEGER_PROPAGATION</c>, the first that is set, else every format.
    /// </value>
    public IList<PropagationStyle> Extract { get; } = [];

    /// <summary>Header formats to write, besides those that a trace arrived in.</summary>
    /// <value>
    /// Empty, the default, is <c>DD_TRACE_PROPAGATION_STYLE_INJECT</c>, else as for <see cref="Extract"/>, else trace context, baggage and Datadog.
    /// </value>
    public IList<PropagationStyle> Inject { get; } = [];

    /// <summary>The format that services which are not migrated yet expect; written and read in addition, for traces that begin here as well.</summary>
    /// <value>Default <see cref="Fleet.None"/>.</value>
    public Fleet Fleet { get; set; }

    /// <summary>Whether another tracer owns the export of spans, and Segue installs no exit, sampler or propagator so that no span leaves twice.</summary>
    /// <value>
    /// Default <see langword="null"/>: <c>SEGUE_GUEST_MODE</c> if set, else found out: Datadog's tracer or OpenTelemetry's automatic instrumentation is
    /// attached or, for <see cref="SegueTracing.Start"/>, a provider records the spans of the shim already.
    /// </value>
    public bool? GuestMode { get; set; }

    /// <summary>Hosts that HttpClient sends trace headers to; <c>*</c> stands for any characters, case is ignored.</summary>
    /// <value>Default <c>*</c>, every host, which goes once another pattern is added; empty is none.</value>
    public IList<string> PropagateTo { get; } = new List<string> { "*" };

    /// <summary>Hosts among <see cref="PropagateTo"/> that HttpClient sends baggage to.</summary>
    /// <value>Default <c>*</c>, every host, which goes once another pattern is added; empty is none.</value>
    public IList<string> PropagateBaggageTo { get; } = new List<string> { "*" };
}
