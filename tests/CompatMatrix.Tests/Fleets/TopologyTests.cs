using Segue.CompatMatrix.Fleets;

namespace Segue.CompatMatrix.Tests.Fleets;

[TestClass]
public class TopologyTests
{
    [TestMethod]
    public void All_Rows_AreThoseWithACommonFormat()
    {
        var rows = Topology.All.Select(topology => topology.Kinds).Distinct().ToArray();

        Assert.HasCount(108, rows);
        Assert.HasCount(4 * 108, Topology.All);
        CollectionAssert.Contains(rows, "JLB");
        CollectionAssert.Contains(rows, "JJN");
        CollectionAssert.DoesNotContain(rows, "LJB");
        CollectionAssert.DoesNotContain(rows, "OJL");
    }

    [TestMethod]
    [DataRow("LJL", 0, Fleet.Jaeger)]
    [DataRow("NBB", 0, Fleet.B3)]
    [DataRow("BLJ", 1, Fleet.Jaeger)]
    [DataRow("JLJ", 1, Fleet.None)]
    [DataRow("LDL", 0, Fleet.None)]
    [DataRow("LOL", 0, Fleet.None)]
    [DataRow("JJL", 2, Fleet.None)]
    public void FleetOf_Hop_IsSetOnlyWhereItIsNeeded(string kinds, int hop, Fleet expected) =>
        Assert.AreEqual(expected, new Topology(kinds, Keeps: true, IsWide: true).FleetOf(hop));
}
