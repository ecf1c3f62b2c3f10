using Segue.Agent;
using Segue.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>What the meter shows of an exit: what waits, what ended payloads, and what failed last.</summary>
[TestClass]
public class AgentMeterTests : SdkTestBase
{
    [TestMethod]
    public void Flushes_EachWayAPayloadEnds_CountedByReason()
    {
        using var agent = new ScriptedListener();
        using var driver = new ExitDriver(agent.Uri);

        driver.WriteAndSeal();
        driver.Exporter.Seal();
        driver.Pump();
        driver.Write(FinishedSpans.Make());
        driver.Clock.Advance(1);
        driver.Pump();
        driver.Write(FinishedSpans.Make(change: activity => activity.AddEvent(new(new string('e', Limits.EagerBytes)))));
        driver.Pump();

        Assert.AreEqual("1 1 1", string.Join(" ", new[] { "asked", "interval", "size" }.Select(reason => Counters["segue.agent.flushes/" + reason])));
        Assert.HasCount(3, agent.Requests);
    }

    [TestMethod]
    public void Waiting_AgentAwayAndBack_PayloadsAndTheirMemoryUntilTheyLeave()
    {
        var port = ClosedPort.Find();
        using (var driver = new ExitDriver(new Uri("http://127.0.0.1:" + port)))
        {
            Assert.AreEqual("0 0", Waiting());
            driver.WriteAndSeal();
            Assert.AreEqual("1 65536", Waiting());
            driver.Pump();
            driver.WriteAndSeal();
            driver.WriteAndSeal();
            driver.Exporter.Pump();
            StringAssert.StartsWith(Waiting(), "2 6");
            Assert.AreEqual(driver.Exporter.HeldBytes, Counters.Gauge("segue.agent.waiting_bytes"));

            using var agent = new ScriptedListener(port);
            driver.Clock.Advance(5);
            driver.Pump();
            Assert.AreEqual("0 0", Waiting());
            driver.WriteAndSeal();
            Assert.AreEqual("1", Waiting()[..1]);
        }

        Assert.AreEqual("0 0", Waiting(), "an exit that has ended is not counted");
    }

    [TestMethod]
    public void LastAgentError_AgentRecovers_StaysWithItsTime()
    {
        using var agent = new ScriptedListener().Answering(Reply.Status(503), Reply.Ok);
        using var driver = new ExitDriver(agent.Uri);
        var before = DateTimeOffset.UtcNow;

        driver.WriteAndSeal();
        driver.Pump();
        Assert.AreEqual("HTTP 503", SegueMeter.LastAgentError);
        var time = SegueMeter.LastAgentErrorTime!.Value;
        driver.Clock.Advance(1);
        driver.Pump();

        Assert.AreEqual(1, Counters["segue.spans.sent"]);
        Assert.AreEqual("HTTP 503", SegueMeter.LastAgentError);
        Assert.AreEqual(time, SegueMeter.LastAgentErrorTime);
        Assert.IsTrue(time >= before && time <= DateTimeOffset.UtcNow);
    }

    [TestMethod]
    public void LastAgentError_NobodyListens_SaysThatTheConnectionWasRefused()
    {
        using var driver = new ExitDriver(new Uri("http://127.0.0.1:" + ClosedPort.Find()));

        driver.WriteAndSeal();
        driver.Pump();

        StringAssert.Contains(SegueMeter.LastAgentError, "refused");
    }

    [TestMethod]
    public void QueueDepth_WorkerIsHeldUp_CountsWhatWaitsForIt()
    {
        var exporter = new GatedExit();
        using (var processor = new TraceProcessor(exporter))
        {
            exporter.Open.Reset();
            processor.OnEnd(FinishedSpans.Make());
            Assert.IsTrue(exporter.Entered.Wait(TimeSpan.FromSeconds(20)));

            for (var i = 0; i < 3; i++) processor.OnEnd(FinishedSpans.Make());
            Assert.AreEqual(3, Counters.Gauge("segue.queue.depth"));
            exporter.Open.Set();
            Assert.IsTrue(processor.ForceFlush(20_000));
            Assert.AreEqual(0, Counters.Gauge("segue.queue.depth"));
        }
    }

    private string Waiting() => Counters.Gauge("segue.agent.waiting") + " " + Counters.Gauge("segue.agent.waiting_bytes");
}
