using System.Text.Json.Nodes;

namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Every row of the table that one propagator answers alone.</summary>
[TestClass]
public class SingleStyleVectorTests : CoreTestBase
{
    private static IEnumerable<object[]> Answered => Names(row => VectorRunner.IsAnswerable(row) && !VectorDifferences.All.ContainsKey(row.Name));

    private static IEnumerable<object[]> Different => Names(row => VectorRunner.IsAnswerable(row) && VectorDifferences.All.ContainsKey(row.Name));

    [TestMethod]
    [DynamicData(nameof(Answered))]
    public void Row_Answered_AsMeasured(string name)
    {
        var row = VectorTable.Row(name);

        VectorRunner.AssertSame(VectorText.WithoutTid(VectorText.Json(row.Expected)), VectorRunner.Answer(row, Counters));
    }

    [TestMethod]
    [DynamicData(nameof(Different))]
    public void Row_ListedAsDifferent_IsAnsweredAsListedThere(string name)
    {
        var row = VectorTable.Row(name);
        var answer = VectorRunner.Answer(row, Counters);

        VectorRunner.AssertSame(VectorText.Json(VectorDifferences.All[name].Answer), answer);
        Assert.IsFalse(JsonNode.DeepEquals(VectorText.WithoutTid(VectorText.Json(row.Expected)), answer), "The row passes now: take it off VectorDifferences.");
    }

    [TestMethod]
    public void Table_Rows_AreAllAccountedFor()
    {
        Assert.HasCount(250, VectorTable.Rows);
        Assert.AreEqual(171, VectorTable.Rows.Count(VectorRunner.IsAnswerable));
        Assert.AreEqual(171, VectorTable.Rows.Count(row => row.Kind == VectorKind.SingleStyle));
        Assert.AreEqual(36, VectorTable.Rows.Count(row => row.Kind == VectorKind.Composite));
        Assert.AreEqual(6, VectorTable.Rows.Count(row => row.Kind == VectorKind.Provider));
        Assert.AreEqual(20, VectorTable.Rows.Count(row => row.Kind == VectorKind.Sampling));
        Assert.AreEqual(17, VectorTable.Rows.Count(row => row.Kind == VectorKind.Rule));
        foreach (var name in VectorDifferences.All.Keys) Assert.IsNotNull(VectorTable.Row(name));
    }

    private static IEnumerable<object[]> Names(Func<VectorRow, bool> which) => VectorTable.Rows.Where(which).Select(row => new object[] { row.Name });
}
