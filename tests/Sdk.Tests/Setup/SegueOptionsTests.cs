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
        Assert.IsNull(options.GuestMode);
        Assert.IsEmpty(options.Sources);
        Assert.IsNull(options.SampleRate);
        Assert.IsEmpty(options.SamplingRules);
        Assert.AreEqual(100, options.RateLimit);
        Assert.IsFalse(options.DropEarly);
        Assert.IsEmpty(options.Extract);
        Assert.IsEmpty(options.Inject);
        Assert.AreEqual(Fleet.None, options.Fleet);
        Assert.AreEqual("*", options.PropagateTo.Single());
        Assert.AreEqual("*", options.PropagateBaggageTo.Single());
    }

    [TestMethod]
    public void Properties_AllOfThem_AreCoveredAbove()
    {
        string[] covered = ["AgentUri", "DropEarly", "Enabled", "Environment", "Exits", "Extract", "Fleet", "FrameworkSpans", "GuestMode", "Inject", "PropagateBaggageTo", "PropagateTo", "RateLimit", "SampleRate", "SamplingRules", "ServiceName", "Sources", "Tags", "Version"];

        CollectionAssert.AreEquivalent(covered, typeof(SegueOptions).GetProperties().Select(property => property.Name).ToArray());
    }
}
