using Segue.CompatMatrix.Fleets.Peers;
using Segue.CompatMatrix.Fleets.Services;

namespace Segue.CompatMatrix.Fleets.Lattice;

/// <summary>What a fleet migrates from.</summary>
/// <param name="Name">As shown.</param>
/// <param name="Fleet">All that a migrated service sets.</param>
/// <param name="Unmigrated">The others.</param>
/// <param name="HasAgentExit">Whether migrated services send to a Datadog agent, and so record dropped traces too; the others send OTLP.</param>
internal sealed record LatticeOrigin(string Name, Fleet Fleet, FleetService Unmigrated, bool HasAgentExit)
{
    private LegacyService? _migrated;

    internal static IReadOnlyList<LatticeOrigin> All { get; } =
    [
        // Jaeger's client makes 64 bit trace ids unless told otherwise.
        new("Jaeger", Fleet.Jaeger, new PeerService(new JaegerHeaders(), isWide: false), HasAgentExit: false),
        new("Datadog, its headers only", Fleet.Datadog, new PeerService(new DatadogHeaders(), isWide: true), HasAgentExit: true),
        new("Datadog, its defaults", Fleet.Datadog, new PeerService(new DatadogDefaultHeaders(), isWide: true), HasAgentExit: true),
        new("B3", Fleet.B3, new PeerService(new B3Headers(), isWide: false), HasAgentExit: false),
        new("W3C / OpenTelemetry", Fleet.None, new OpenTelemetryService(), HasAgentExit: false),
    ];

    internal LegacyService Migrated => _migrated ??= new LegacyService(Formats.Of(Fleet));
}
