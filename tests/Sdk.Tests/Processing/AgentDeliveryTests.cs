using System.Diagnostics;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Queue and agent exporter together, over a real socket.</summary>
[TestClass]
public class AgentDeliveryTests : SdkTestBase
{
    [TestMethod]
    public void ForceFlush_EightThreads_NoSpanLostOrSentTwice()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);
        var made = new List<ulong>[8];
        var missing = new int[8];

        var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            made[number] = AgentPipeline.Trace(1_000);
            pipeline.Flush();
            missing[number] = made[number].Except(agent.Spans.Select(span => span.SpanId)).Count();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        CollectionAssert.AreEqual(new int[8], missing);
        CollectionAssert.AreEquivalent(made.SelectMany(ids => ids).ToList(), agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual(8_000, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void OnEnd_AgentNeverAnswers_NewestAreDroppedAndEverySpanCounted()
    {
        Expect("BufferFull", "ExitFailing");
        using var agent = new ScriptedListener().Answering(Reply.Never);
        using var pipeline = new AgentPipeline(agent.Uri, bufferBytes: 65 * 1024);

        AgentPipeline.Trace(5);
        Assert.IsFalse(pipeline.Flush(100));
        agent.WaitForRequests(1);
        var watch = Stopwatch.StartNew();
        AgentPipeline.Trace(1_000);

        Assert.IsLessThan(TimeSpan.FromSeconds(5), watch.Elapsed, "the application waits for nobody");
        Until(() => Counters["segue.spans.dropped/buffer_full"] == 999, "one more payload is begun, and what came last is dropped");
        Assert.AreEqual(1, Log.Count("BufferFull"));
        pipeline.Shutdown(100);
        Until(() => Counters["segue.spans.dropped/agent_unavailable"] == 6, "the rest is counted");
        Assert.AreEqual(1, Log.Count("ExitFailing"));
    }

    [TestMethod]
    public void ForceFlushAndShutdown_AgentNeverAnswers_ReturnInTime()
    {
        Expect("ExitFailing");
        using var agent = new ScriptedListener().Answering(Reply.Never);
        using var pipeline = new AgentPipeline(agent.Uri);
        AgentPipeline.Trace(5);
        var watch = Stopwatch.StartNew();

        var flushed = pipeline.Flush(200);
        var stopped = pipeline.Shutdown(200);

        Assert.IsFalse(flushed);
        Assert.IsFalse(stopped);
        Assert.IsLessThan(TimeSpan.FromSeconds(8), watch.Elapsed);
        Until(() => Counters["segue.spans.dropped/agent_unavailable"] == 5, "what was under way is counted");
    }

    [TestMethod]
    public void OnEnd_AgentDown_ApplicationGoesOnAndEverySpanIsCounted()
    {
        Expect("ExitFailing");
        using var pipeline = new AgentPipeline(new Uri("http://127.0.0.1:" + ClosedPort.Find()));

        AgentPipeline.Trace(100);
        Assert.IsTrue(pipeline.Flush());

        Assert.AreEqual(100, Counters["segue.spans.dropped/agent_unavailable"]);
        Assert.AreEqual(1, Log.Count("ExitFailing"));
    }

    [TestMethod]
    public void Shutdown_SpansQueued_DeliversThem()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        var ids = AgentPipeline.Trace(100);
        Assert.IsTrue(pipeline.Shutdown(20_000));

        CollectionAssert.AreEquivalent(ids, agent.Spans.Select(span => span.SpanId).ToList());
    }
}
