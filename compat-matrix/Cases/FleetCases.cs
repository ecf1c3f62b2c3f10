using Segue.CompatMatrix.Fleets;

namespace Segue.CompatMatrix.Cases;

/// <summary>Three services in a row that are traced in different ways: one trace, one decision, right parents, baggage as far as headers carry it.</summary>
internal static class FleetCases
{
    private const string OneTrace = "RATIONALE: Which fleets does the matrix show?";

    internal static IReadOnlyList<Case> All { get; } =
    [
        .. Topology.All.Select(topology => new Case(
            $"FLEET-{topology.Kinds}-0{(topology.Keeps ? 1 : 3) + (topology.IsWide ? 0 : 1)}",
            $"{topology.Describe()}, {(topology.Keeps ? "kept" : "dropped")}, {(topology.IsWide ? "128" : "64")} bit.",
            OneTrace,
            Needs.Fleets,
            topology.Run)),
    ];
}
