using System.Diagnostics;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Agents on real sockets that fail for a while: everything arrives, and nothing that was acknowledged arrives twice.</summary>
[TestClass]
public class AgentFaultTests : SdkTestBase
{
    [TestMethod]
    [DataRow("never")]
    [DataRow("half closed")]
    public void Send_AgentDoesNotAnswer_TriedAgainAndDeliveredOnce(string fault)
    {
        using var agent = new ScriptedListener().Answering(fault == "never" ? Reply.Never : Reply.HalfClose, Reply.Ok);
        using var pipeline = new AgentPipeline(agent.Uri, requestTimeout: TimeSpan.FromSeconds(1.5));

        var ids = AgentPipeline.Trace(3);
        Assert.IsTrue(pipeline.Flush());

        Assert.HasCount(2, agent.Requests);
        CollectionAssert.AreEqual(agent.Requests[0].Body, agent.Requests[1].Body);
        Assert.AreEqual(3, Counters["segue.spans.sent"]);
        Assert.AreEqual("1 1", Counters["segue.agent.retries"] + " " + Counters["segue.agent.errors"]);
        Assert.IsNotNull(Diagnostics.SegueMeter.LastAgentError);
        Assert.HasCount(3, ids);
    }

    [TestMethod]
    public void Send_AgentRestarts_EverythingArrivesOnce()
    {
        Expect("ExitFailing", "ExitRecovered");
        var ids = new List<ulong>();
        var first = new ScriptedListener();
        using var pipeline = new AgentPipeline(first.Uri, tries: 40);
        ids.AddRange(AgentPipeline.Trace(10));
        pipeline.Flush();
        var before = first.Spans.Select(span => span.SpanId).ToList();
        var port = first.Port;
        first.Dispose();

        for (var i = 0; i < 5; i++)
        {
            ids.AddRange(AgentPipeline.Trace(10));
            pipeline.Flush(30);
        }

        Until(() => Counters["segue.agent.errors"] >= 3, "the agent is missed");
        using var second = new ScriptedListener(port);
        Assert.IsTrue(pipeline.Flush());

        CollectionAssert.AreEquivalent(ids, before.Concat(second.Spans.Select(span => span.SpanId)).ToList());
        Assert.AreEqual(60, Counters["segue.spans.sent"]);
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
    }

    [TestMethod]
    public void Send_SocketIsMadeAnew_IsFound()
    {
        var folder = Directory.CreateTempSubdirectory("segue");
        try
        {
            var path = Path.Combine(folder.FullName, "agent.socket");
            var first = new ScriptedListener(path);
            using var pipeline = new AgentPipeline(first.Uri, tries: 20);
            AgentPipeline.Trace();
            pipeline.Flush();
            first.Dispose();
            File.Delete(path);

            using var second = new ScriptedListener(path);
            var ids = AgentPipeline.Trace(2);
            Assert.IsTrue(pipeline.Flush());

            CollectionAssert.AreEquivalent(ids, second.Spans.Select(span => span.SpanId).ToList());
            Assert.AreEqual(3, Counters["segue.spans.sent"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Send_BusyTwice_PausesAndArrivesOnce()
    {
        using var agent = new ScriptedListener().Answering(Reply.Status(429), Reply.Status(503), Reply.Ok);
        using var pipeline = new AgentPipeline(agent.Uri);
        var watch = Stopwatch.StartNew();

        AgentPipeline.Trace(4);
        Assert.IsTrue(pipeline.Flush());

        Assert.HasCount(3, agent.Requests);
        Assert.IsGreaterThan(TimeSpan.FromMilliseconds(25), watch.Elapsed, "20 ms and 40 ms, halved at most");
        Assert.AreEqual(2, Counters["segue.agent.retries"]);
        Assert.AreEqual(agent.Requests[2].Body.Length, Counters["segue.agent.bytes"]);
    }
}
