using Segue.Processing;
using Segue.Sampling;

namespace Segue;

/// <summary>The effective configuration, resolved once from options and environment.</summary>
internal sealed class SegueSettings
{
    internal bool Enabled { get; init; }

    internal string ServiceName { get; init; } = "";

    /// <summary>Whether the name was asked for; otherwise it is the process's and a provider's resource wins over it.</summary>
    internal bool ServiceNameIsGiven { get; init; }

    internal string? Environment { get; init; }

    internal string? Version { get; init; }

    internal IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<SegueExit> Exits { get; init; } = [];

    /// <summary>Whether the exits were asked for, by options or <c>OTEL_TRACES_EXPORTER</c>, rather than found.</summary>
    internal bool ExitsAreGiven { get; init; }

    internal Uri AgentUri { get; init; } = new("http://localhost:8126");

    internal bool RecordFrameworkSpans { get; set; }

    /// <summary>Whether that was found out rather than asked for.</summary>
    internal bool FrameworkSpansAreFound { get; init; }

    /// <summary>Whether somebody else who samples the framework's spans keeps them.</summary>
    internal bool LeaveFrameworkSpans { get; init; }

    internal IReadOnlyList<string> Sources { get; init; } = [];

    internal SamplerSettings Sampling { get; init; } = new();

    internal bool DropEarly { get; init; }

    /// <summary>Finished spans of an unfinished trace that leave without waiting; 0 is never.</summary>
    internal int PartialFlushSpans { get; init; } = AssemblyLimits.DefaultPartialSpans;

    internal IReadOnlyList<SpanRule> SpanRules { get; init; } = [];

    internal IReadOnlyDictionary<string, string> ServiceMapping { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyDictionary<string, string> HeaderTags { get; init; } = new Dictionary<string, string>();

    internal PropagationSettings Propagation { get; init; } = null!;

    /// <summary>Whether somebody else's export was asked for or ruled out; <see langword="null"/> where it is to be found out.</summary>
    internal bool? GuestMode { get; init; }

    /// <summary>Who is known to own the export of this process's spans.</summary>
    internal string? Owner { get; init; }

    /// <summary>Whether the configuration is said when tracing starts.</summary>
    internal bool SayStart { get; init; } = true;

    /// <summary>Where each value came from, by its name in the start-up line.</summary>
    internal IReadOnlyDictionary<string, string> Origins { get; set; } = new Dictionary<string, string>();

    /// <summary>The effective configuration in one line.</summary>
    public override string ToString() => StartupLine.Of(this);
}
