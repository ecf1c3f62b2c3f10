using Segue.CompatMatrix.Fleets.Services;

namespace Segue.CompatMatrix.Fleets.Lattice;

/// <summary>Sends a trace through every fleet between nothing and everything migrated.</summary>
internal static class MigrationLattice
{
    internal static IReadOnlyList<LatticeRow> Run()
    {
        var rows = new List<LatticeRow>();
        foreach (var origin in LatticeOrigin.All)
        {
            foreach (var keeps in new[] { true, false })
            {
                using var process = new FleetProcess(keeps, origin.HasAgentExit);
                rows.Add(Row(origin, keeps, isChanging: false, process));
                rows.Add(Row(origin, keeps, isChanging: true, process));
            }
        }

        return rows;
    }

    /// <summary>Says what is wrong with one trace; empty where it is whole.</summary>
    internal static IReadOnlyList<string> Cell(LatticeOrigin origin, int migrated, bool keeps, bool isChanging, FleetProcess process)
    {
        var fleet = new LatticeFleet(origin, migrated, isChanging);
        var journey = new Journey(fleet, keeps);
        try
        {
            journey.Begin("A").GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            return ["threw " + e.GetType().Name];
        }

        return [.. Wholeness.Problems(journey, process.TakeExported(), fleet.Requests)];
    }

    private static LatticeRow Row(LatticeOrigin origin, bool keeps, bool isChanging, FleetProcess process)
    {
        var failures = new List<string>();
        for (var migrated = 0; migrated < LatticeFleet.Subsets; migrated++)
        {
            var problems = Cell(origin, migrated, keeps, isChanging, process);
            if (problems.Count > 0) failures.Add($"migrated {LatticeFleet.Describe(migrated)}: {string.Join("; ", problems)}");
        }

        return new LatticeRow(
            origin.Name,
            keeps ? "kept" : "dropped",
            isChanging ? "changes between two rounds of calls" : "stays",
            LatticeFleet.Subsets - failures.Count,
            LatticeFleet.Subsets,
            failures);
    }
}
