using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Agents that are away for long, by a clock that the test moves: what is kept, what is lost, and what memory it takes.</summary>
[TestClass]
public class AgentOutageTests : SdkTestBase
{
    private readonly int _port = ClosedPort.Find();

    private Uri Away => new("http://127.0.0.1:" + _port);

    [TestMethod]
    [DataRow(90)]
    [DataRow(240)]
    public void Pump_AgentAwayForLongWithLightTraffic_LosesNothing(int seconds)
    {
        Expect("ExitFailing", "ExitRecovered");
        using var driver = new ExitDriver(Away);
        var ids = new List<ulong>();
        for (var i = 0; i < seconds; i++)
        {
            ids.Add(driver.WriteAndSeal());
            driver.Pump();
            driver.Clock.Advance(1);
        }

        using var agent = new ScriptedListener(_port);
        driver.Clock.Advance(5);
        driver.Pump();

        CollectionAssert.AreEqual(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual(seconds, Counters["segue.spans.sent"]);
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
        Assert.IsGreaterThan(20, Counters["segue.agent.retries"]);
    }

    [TestMethod]
    public void Seal_ManyTinyPayloadsWhileTheAgentIsAway_TakeTheMemoryOfTheirBytes()
    {
        Expect("ExitFailing", "ExitRecovered");
        using var driver = new ExitDriver(Away);
        var ids = new List<ulong>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 2_000; i++)
        {
            ids.Add(driver.WriteAndSeal());
            driver.Pump();
        }

        Assert.IsLessThan(2 * 1024 * 1024, driver.Exporter.HeldBytes, "2,000 spans of some 450 bytes");
        Assert.IsLessThan(4 * 1024 * 1024, GC.GetTotalMemory(forceFullCollection: true) - before);

        using var agent = new ScriptedListener(_port);
        driver.Clock.Advance(5);
        driver.Pump();

        CollectionAssert.AreEqual(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.HasCount(2, agent.Requests);
    }

    [TestMethod]
    [DataRow(100)]
    [DataRow(10_000)]
    [DataRow(1_500_000)]
    public void Write_MoreThanTheBufferWhileTheAgentIsAway_NewestDroppedAndBuffersWithinTheBound(int characters)
    {
        Expect("ExitFailing", "BufferFull");
        using var driver = new ExitDriver(Away);
        var span = FinishedSpans.Make(change: activity => activity.AddEvent(new ActivityEvent(new string('e', characters))));
        var encoded = FinishedSpans.Encode(FinishedSpans.Identity, [span]).Length - 5;
        var count = (40 * 1024 * 1024 / encoded) + 1;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < count; i++)
        {
            driver.Write(span);
            if (i % 1_000 == 0) driver.Pump();
        }

        var dropped = Counters["segue.spans.dropped/buffer_full"];
        Assert.IsGreaterThan(12L * 1024 * 1024, (count - dropped) * encoded, "most of the buffer is used");
        Assert.IsLessThan(Limits.BufferBytes + (2 * 1024 * 1024), driver.Exporter.HeldBytes);
        Assert.IsLessThan(Limits.BufferBytes + (4 * 1024 * 1024) + (6L * characters), GC.GetTotalMemory(forceFullCollection: true) - before, "the encoder's own buffers hold a few copies of a span");
        Assert.AreEqual(0, Counters["segue.spans.dropped/agent_unavailable"]);
        Assert.AreEqual(1, Log.Count("BufferFull"));
    }

    [TestMethod]
    public void Pump_AgentAwayForGood_OldestGivenUpAfterFiveMinutesEach()
    {
        Expect("ExitFailing");
        using var driver = new ExitDriver(Away);
        driver.WriteAndSeal();
        driver.Pump();
        driver.WriteAndSeal();

        Pass("4:54");
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
        Pass("0:11");
        Assert.AreEqual(1, Counters["segue.spans.dropped/agent_unavailable"]);
        Pass("4:54");
        Assert.AreEqual(1, Counters["segue.spans.dropped/agent_unavailable"]);
        Pass("0:11");
        Assert.AreEqual(2, Counters["segue.spans.dropped/agent_unavailable"]);

        void Pass(string time)
        {
            for (var left = TimeSpan.Parse("0:" + time); left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
            {
                driver.Clock.Advance(1);
                driver.Pump();
            }
        }
    }

    [TestMethod]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(503)]
    public void Pump_AgentAnswersThatItCannot_TriedForMinutesAndDeliveredOnce(int status)
    {
        Expect("ExitFailing", "ExitRecovered");
        using var agent = new ScriptedListener().Answering([.. Enumerable.Repeat(Reply.Status(status), 20), Reply.Ok]);
        using var driver = new ExitDriver(agent.Uri);
        var id = driver.WriteAndSeal();

        for (var i = 0; i < 120; i++)
        {
            driver.Pump();
            driver.Clock.Advance(1);
        }

        Assert.HasCount(21, agent.Requests);
        Assert.AreEqual(id, agent.Requests[20].Chunks().Single().Single().SpanId);
        Assert.AreEqual("20 1", Counters["segue.agent.retries"] + " " + Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void Hurry_AgentAway_GivenUpAfterFewTriesThatDoNotWait()
    {
        Expect("ExitFailing");
        using var driver = new ExitDriver(Away);
        driver.WriteAndSeal();
        driver.Pump();
        driver.WriteAndSeal();

        for (var i = 0; i < 2 * RetryPolicy.HurriedTries; i++)
        {
            driver.Exporter.Hurry();
            driver.Pump();
        }

        Assert.AreEqual(2, Counters["segue.spans.dropped/agent_unavailable"]);
        Assert.AreEqual(2 * RetryPolicy.HurriedTries, Counters["segue.agent.requests/unavailable"]);
        Assert.AreEqual(driver.Exporter.Begun, driver.Exporter.Settled);
    }

    [TestMethod]
    public void Write_LastPayloadWaits_ChunksJoinItUntilItIsLargeOrFull()
    {
        Expect("ExitFailing", "ExitRecovered");
        using var driver = new ExitDriver(Away);
        driver.WriteAndSeal();
        driver.Pump();

        foreach (var megabytes in new[] { 1, 2, 7, 1, 3, 3 })
        {
            driver.Write(FinishedSpans.Make(change: activity => activity.AddEvent(new ActivityEvent(new string('e', megabytes * 1024 * 1024)))));
            driver.Exporter.Seal();
        }

        using var agent = new ScriptedListener(_port);
        driver.Clock.Advance(5);
        driver.Pump();

        Assert.AreEqual("1 2 1 2 1", string.Join(" ", agent.Requests.Select(request => request["X-Datadog-Trace-Count"])), "10 MiB and some bytes are too many, and 4 MiB enough");
        Assert.AreEqual(7, Counters["segue.spans.sent"]);
    }
}
