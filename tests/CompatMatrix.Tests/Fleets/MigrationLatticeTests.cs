using Segue.CompatMatrix.Fleets.Lattice;
using Segue.CompatMatrix.Fleets.Peers;
using Segue.CompatMatrix.Fleets.Services;

namespace Segue.CompatMatrix.Tests.Fleets;

[TestClass]
public class MigrationLatticeTests
{
    [TestMethod]
    public void Run_EveryFleet_IsWhole()
    {
        var rows = MigrationLattice.Run();

        Assert.AreEqual("", string.Join('\n', rows.SelectMany(row => row.Failures)));
        Assert.AreEqual(5 * 2 * 2 * 64, rows.Sum(row => row.Total));
        Assert.AreEqual(rows.Sum(row => row.Total), rows.Sum(row => row.Whole));
    }

    [TestMethod]
    public void Cell_FleetNotSet_IsTorn()
    {
        var origin = new LatticeOrigin("Jaeger", Fleet.None, new PeerService(new JaegerHeaders(), isWide: false), HasAgentExit: false);
        using var process = new FleetProcess(keeps: true, recordsRejected: false);

        var problems = MigrationLattice.Cell(origin, LatticeFleet.Read("A"), keeps: true, isChanging: false, process);

        CollectionAssert.Contains(problems.ToArray(), "B is in another trace");
        CollectionAssert.Contains(problems.ToArray(), "B: it has no parent");
        CollectionAssert.Contains(problems.ToArray(), "B: the baggage item tenant is lost");
    }

    [TestMethod]
    public void Cell_PeerOfAnotherFormat_IsTorn()
    {
        var origin = new LatticeOrigin("B3", Fleet.Jaeger, new PeerService(new B3Headers(), isWide: false), HasAgentExit: false);
        using var process = new FleetProcess(keeps: false, recordsRejected: false);

        var problems = MigrationLattice.Cell(origin, LatticeFleet.Read("AB"), keeps: false, isChanging: false, process);

        CollectionAssert.Contains(problems.ToArray(), "C is in another trace");
    }

    [TestMethod]
    public void Route_SecondRound_MeetsTheOtherHalf()
    {
        var origin = LatticeOrigin.All[0];
        var fleet = new LatticeFleet(origin, LatticeFleet.Read("BD"), isChanging: true);

        var first = fleet.CallsOf("A").Take(2).Select(service => fleet.Route(service).Name).ToArray();
        var second = fleet.CallsOf("A").Skip(2).Select(service => fleet.Route(service).Name).ToArray();

        CollectionAssert.AreEqual(new[] { "OpenTracing on Segue", "Jaeger headers" }, first);
        CollectionAssert.AreEqual(new[] { "Jaeger headers", "OpenTracing on Segue" }, second);
    }

    [TestMethod]
    [DataRow("none", 0)]
    [DataRow("A", 1)]
    [DataRow("BF", 34)]
    [DataRow("ABCDEF", 63)]
    public void Describe_Subset_ReadsBack(string text, int migrated)
    {
        Assert.AreEqual(text, LatticeFleet.Describe(migrated));
        Assert.AreEqual(migrated, LatticeFleet.Read(text));
    }
}
