using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Agent;
using Segue.Processing;
using Segue.TestKit;

namespace Segue.Sdk.Faults.Tests;

/// <summary>Faults of an agent by the HTTP client of each runtime: those of .NET Framework and Mono are another one than that of .NET.</summary>
[TestClass]
public class AgentFaultTests
{
    private const int Patience = 20_000;

    private static readonly ActivitySource _source = new("Test.Sdk.Faults");

    private readonly Counters _counters = new();

    [TestCleanup]
    public void TearDown() => _counters.Dispose();

    [TestMethod]
    public void Send_BodyOfTheAnswerStalls_AcceptedAndTheNextGoOn()
    {
        using var agent = new FaultyAgent(FaultyAgent.StalledBody, FaultyAgent.StalledBody, FaultyAgent.StalledBody, FaultyAgent.Ok);
        using var provider = Trace(agent);

        for (var i = 0; i < 4; i++)
        {
            _source.StartActivity("work")!.Dispose();
            Assert.IsTrue(provider.ForceFlush(Patience), "payload " + i);
        }

        Assert.HasCount(4, agent.Bodies);
        Assert.AreEqual("4 0", _counters["segue.spans.sent"] + " " + _counters.Sum("segue.spans.dropped"));
    }

    [TestMethod]
    public void Send_AgentDoesNotAnswer_TriedAgainAfterTheTimeLimit()
    {
        using var agent = new FaultyAgent(FaultyAgent.Silence, FaultyAgent.Silence, FaultyAgent.Silence, FaultyAgent.Ok);
        using var provider = Trace(agent);

        _source.StartActivity("work")!.Dispose();
        Assert.IsTrue(provider.ForceFlush(Patience));

        Assert.HasCount(4, agent.Bodies);
        Assert.AreEqual("1 3", _counters["segue.spans.sent"] + " " + _counters["segue.agent.retries"]);
        Assert.HasCount(1, agent.Bodies.Distinct());
    }

    [TestMethod]
    public void Send_AgentIsBusy_TriedAgain()
    {
        using var agent = new FaultyAgent(FaultyAgent.Busy, FaultyAgent.Ok);
        using var provider = Trace(agent);

        _source.StartActivity("work")!.Dispose();
        Assert.IsTrue(provider.ForceFlush(Patience));

        Assert.HasCount(2, agent.Bodies);
        Assert.AreEqual(1, _counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void Send_LargePayload_ArrivesWholeWithItsLengthAndWithoutAskingFirst()
    {
        using var agent = new FaultyAgent(FaultyAgent.Ok);
        using var provider = Trace(agent);

        using (var activity = _source.StartActivity("work")!) activity.AddEvent(new ActivityEvent(new string('e', 5 * 1024 * 1024)));
        Assert.IsTrue(provider.ForceFlush(Patience));

        Assert.IsGreaterThan(5 * 1024 * 1024, agent.Bodies.Single());
        Assert.AreEqual(agent.Bodies.Single(), _counters["segue.agent.bytes"]);
        Assert.IsFalse(agent.Heads.Single().Contains("100-continue"), agent.Heads.Single());
    }

    private static TracerProvider Trace(FaultyAgent agent)
    {
        var exporter = new AgentExporter(new AgentExitSettings { Agent = agent.Uri, RequestTimeout = TimeSpan.FromSeconds(1) });
        return OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(_source.Name).AddProcessor(new TraceProcessor(exporter)).Build();
    }
}
