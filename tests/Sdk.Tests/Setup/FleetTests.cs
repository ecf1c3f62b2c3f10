namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class FleetTests
{
    [TestMethod]
    [DataRow(Fleet.Datadog, true)]
    [DataRow(Fleet.None, false)]
    [DataRow(Fleet.Jaeger, false)]
    public void Resolve_Fleet_WritesOpenTracingBaggageForDatadogAlone(Fleet fleet, bool expected)
    {
        var settings = EnvironmentOptions.Resolve(new SegueOptions { Fleet = fleet }, _ => null, _ => false);

        Assert.AreEqual(expected, settings.Propagation.Create().WriteOpenTracingBaggage);
    }
}
