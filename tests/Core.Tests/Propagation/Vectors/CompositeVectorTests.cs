using System.Text.Json.Nodes;

namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Every row of the table that a composite answers: context, links, baggage, and what is injected.</summary>
[TestClass]
public class CompositeVectorTests : CoreTestBase
{
    private static IEnumerable<object[]> Answered => Names(row => !VectorDifferences.All.ContainsKey(row.Name));

    private static IEnumerable<object[]> Different => Names(row => VectorDifferences.All.ContainsKey(row.Name));

    [TestMethod]
    [DynamicData(nameof(Answered))]
    public void Row_Answered_AsMeasured(string name)
    {
        var row = VectorTable.Row(name);

        VectorRunner.AssertSame(CompositeRunner.Normal(VectorText.Json(row.Expected)), CompositeRunner.Answer(row));
    }

    [TestMethod]
    [DynamicData(nameof(Different))]
    public void Row_ListedAsDifferent_IsAnsweredAsListedThere(string name)
    {
        var row = VectorTable.Row(name);
        var answer = CompositeRunner.Answer(row);

        VectorRunner.AssertSame(CompositeRunner.Normal(VectorText.Json(VectorDifferences.All[name].Answer)), answer);
        Assert.IsFalse(JsonNode.DeepEquals(CompositeRunner.Normal(VectorText.Json(row.Expected)), answer), "The row passes now: take it off VectorDifferences.");
    }

    private static IEnumerable<object[]> Names(Func<VectorRow, bool> which) =>
        VectorTable.Rows.Where(row => row.Kind == VectorKind.Composite && which(row)).Select(row => new object[] { row.Name });
}
