using Segue.Diagnostics;
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

    internal bool RecordFrameworkSpans { get; init; }

    internal IReadOnlyList<string> Sources { get; init; } = [];

    internal SamplerSettings Sampling { get; init; } = new();

    internal bool DropEarly { get; init; }

    internal PropagationSettings Propagation { get; init; } = null!;

    /// <summary>Whether somebody else's export was asked for or ruled out; <see langword="null"/> where it is to be found out.</summary>
    internal bool? GuestMode { get; init; }

    /// <summary>Who is known to own the export of this process's spans.</summary>
    internal string? Owner { get; init; }

    /// <summary>Whether nothing may be installed since somebody else owns the export, which is said.</summary>
    internal bool IsGuest()
    {
        if (Owner is not null) SegueEventSource.Log.Guest(Owner);
        return Owner is not null;
    }

    public override string ToString() =>
        $"service={ServiceName}, env={Environment}, version={Version}, exits={string.Join("+", Exits)}, agent={AgentUri}, framework spans={(RecordFrameworkSpans ? "on" : "off")}, sampling: {SegueSampler.Describe(Sampling)}{(DropEarly ? ", dropped early" : "")}";
}
