namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class SegueOptionsTests
{
    [TestMethod]
    public void New_Defaults_AreAsDocumented()
    {
        var options = new SegueOptions();

        Assert.IsNull(options.ServiceName);
        Assert.IsNull(options.Environment);
        Assert.IsNull(options.Version);
        Assert.IsEmpty(options.Tags);
        Assert.IsTrue(options.Enabled);
        Assert.IsEmpty(options.Exits);
        Assert.IsNull(options.AgentUri);
        Assert.AreEqual(FrameworkSpans.Auto, options.FrameworkSpans);
        Assert.IsEmpty(options.Sources);
    }

    [TestMethod]
    public void Properties_AllOfThem_AreCoveredAbove()
    {
        string[] covered = ["AgentUri", "Enabled", "Environment", "Exits", "FrameworkSpans", "ServiceName", "Sources", "Tags", "Version"];

        CollectionAssert.AreEquivalent(covered, typeof(SegueOptions).GetProperties().Select(property => property.Name).ToArray());
    }
}
