using System.Diagnostics;
using System.Net;
using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Agents that take a body slowly, and agents that stop in the midst of it.</summary>
[TestClass]
public class SlowAgentTests : SdkTestBase
{
    private const int BodyBytes = 4 * 1024 * 1024;
    private const int ReceiveBufferBytes = 32 * 1024;
    private const int Pieces = BodyBytes / (64 * 1024);

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    [TestMethod]
    public void Send_BodyTakesLongerThanTheLimit_DeliveredAtTheFirstTry()
    {
        using var agent = new ScriptedListener(IPAddress.Loopback, 0, ReceiveBufferBytes) { ReadPause = _pause };
        using var pipeline = new AgentPipeline(agent.Uri, requestTimeout: _limit);
        Assert.IsGreaterThan(2 * _limit, Pieces * _pause, "all of it takes longer by far");

        var ids = Large();
        Assert.IsTrue(pipeline.Flush());

        Assert.AreEqual(0, Counters["segue.agent.errors"]);
        Assert.HasCount(1, agent.Requests);
        CollectionAssert.AreEqual(ids, agent.Spans.Select(span => span.SpanId).ToList());
    }

    [TestMethod]
    public void Send_SlowReader_ApplicationGoesOnAndEverythingArrivesOnce()
    {
        using var agent = new ScriptedListener(IPAddress.Loopback, 0, ReceiveBufferBytes) { ReadPause = TimeSpan.FromMilliseconds(20) };
        using var pipeline = new AgentPipeline(agent.Uri);
        var ids = Large();
        Until(() => agent.Connections > 0, "the body is under way");

        ids.AddRange(AgentPipeline.Trace(1_000));
        Assert.IsEmpty(agent.Requests, "what is traced meanwhile waits for nobody");
        Assert.IsTrue(pipeline.Flush());

        CollectionAssert.AreEquivalent(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual(1_001, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void Send_AgentStopsInTheMidstOfABody_TriedAgainAndDeliveredOnce()
    {
        using var agent = new ScriptedListener(IPAddress.Loopback, 0, ReceiveBufferBytes) { StoppedReads = 1 };
        using var pipeline = new AgentPipeline(agent.Uri, requestTimeout: _limit);

        var ids = Large();
        Assert.IsTrue(pipeline.Flush());

        Assert.HasCount(1, agent.Requests);
        CollectionAssert.AreEqual(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual("1 1", Counters["segue.agent.retries"] + " " + Counters["segue.agent.errors"]);
        Assert.AreEqual("nothing taken or answered for 1.5 s", Diagnostics.SegueMeter.LastAgentError);
    }

    [TestMethod]
    public void Constants_Pinned() => Assert.AreEqual("262144 262144", AgentTransport.SendBufferBytes + " " + PayloadContent.PieceBytes);

    private static List<ulong> Large() => AgentPipeline.Trace(1, activity => activity.AddEvent(new ActivityEvent(new string('e', BodyBytes))));
}
