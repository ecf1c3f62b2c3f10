namespace Segue.Hosting.Tests;

/// <summary>Each order of installing and building in a process of its own, since a process that ever served is late for whatever comes then.</summary>
[TestClass]
public class LatePropagatorTests : HostTestBase
{
    [TestMethod]
    [DataRow("first", "joined=True propagator_late=0 web_host_propagator=0")]
    [DataRow("late", "joined=False propagator_late=0 web_host_propagator=1")]
    [DataRow("late+AspNetCore", "joined=True propagator_late=0 web_host_propagator=0")]
    [DataRow("AddSegue", "joined=True propagator_late=0 web_host_propagator=0")]
    [DataRow("AddSegue+AspNetCore", "joined=True propagator_late=0 web_host_propagator=0")]
    public async Task Request_InAFreshProcess_IsCountedOnlyWhereTheHostHasAnotherPropagator(string way, string expected) =>
        Assert.AreEqual(expected, await ChildWebHost.Run(way, Agent.Address));
}
