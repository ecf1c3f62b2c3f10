using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>What becomes of spans when an agent on a real socket answers well or badly.</summary>
[TestClass]
public class AgentExporterTests : SdkTestBase
{
    private static readonly Dictionary<string, Reply> _replies = new()
    {
        ["200"] = Reply.Ok,
        ["200 empty"] = Reply.Status(200),
        ["200 garbage"] = Reply.Status(200, "\u0001not json"),
        ["200 huge"] = Reply.Status(200, new string('x', 3_000_000)),
        ["200 broken off"] = Reply.BreakOff,
        ["202"] = Reply.Status(202),
        ["404"] = Reply.Status(404),
        ["413"] = Reply.Status(413),
        ["302"] = Reply.Status(302),
        ["429"] = Reply.Status(429),
        ["500"] = Reply.Status(500, "oops"),
        ["503"] = Reply.Status(503),
        ["garbage"] = Reply.Garbage,
        ["hung up"] = Reply.HangUp,
        ["head broken off"] = Reply.BreakOffInHead,
    };

    [TestMethod]
    [DataRow("200")]
    [DataRow("200 empty")]
    [DataRow("200 garbage")]
    [DataRow("200 huge")]
    [DataRow("200 broken off")]
    [DataRow("202")]
    public void Export_AgentAccepts_SentOnceWhateverTheBody(string reply)
    {
        using var agent = new ScriptedListener().Answering(_replies[reply]);
        using var pipeline = new AgentPipeline(agent.Uri);

        var ids = AgentPipeline.Trace(3);
        pipeline.Flush();

        Assert.HasCount(1, agent.Requests);
        CollectionAssert.AreEquivalent(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual(3, Counters["segue.spans.sent"]);
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
    }

    [TestMethod]
    [DataRow("404")]
    [DataRow("413")]
    [DataRow("302")]
    public void Export_AgentRefuses_DroppedAndCountedAtOnce(string reply)
    {
        Expect("ExitFailing");
        using var agent = new ScriptedListener().Answering(_replies[reply]);
        using var pipeline = new AgentPipeline(agent.Uri);

        AgentPipeline.Trace(2);
        pipeline.Flush();

        Assert.HasCount(1, agent.Requests);
        Assert.AreEqual(2, Counters["segue.spans.dropped/agent_refused"]);
        Assert.AreEqual(1, Counters["segue.agent.requests/refused"]);
        StringAssert.Contains(Log.Written.Single(line => line.StartsWith("ExitFailing", StringComparison.Ordinal)), "HTTP " + reply);
    }

    [TestMethod]
    [DataRow("429")]
    [DataRow("500")]
    [DataRow("503")]
    [DataRow("garbage")]
    [DataRow("hung up")]
    [DataRow("head broken off")]
    public void Export_AgentRecoversWithinTries_DeliveredOnce(string reply)
    {
        using var agent = new ScriptedListener().Answering(_replies[reply], Reply.Ok);
        using var pipeline = new AgentPipeline(agent.Uri);

        var ids = AgentPipeline.Trace(2);
        pipeline.Flush();
        pipeline.Flush();

        Assert.HasCount(2, agent.Requests);
        CollectionAssert.AreEqual(agent.Requests[0].Body, agent.Requests[1].Body);
        CollectionAssert.AreEquivalent(ids, agent.Requests[1].Chunks().ConvertAll(chunk => chunk[0].SpanId));
        Assert.AreEqual(2, Counters["segue.spans.sent"]);
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
    }

    [TestMethod]
    [DataRow("500")]
    [DataRow("garbage")]
    [DataRow("hung up")]
    public void Export_AgentNeverWell_DroppedAfterThreeTries(string reply)
    {
        Expect("ExitFailing");
        using var agent = new ScriptedListener().Answering(_replies[reply]);
        using var pipeline = new AgentPipeline(agent.Uri);

        AgentPipeline.Trace(2);
        pipeline.Flush();

        Assert.HasCount(3, agent.Requests);
        Assert.AreEqual(2, Counters["segue.spans.dropped/agent_unavailable"]);
        Assert.AreEqual(3, Counters["segue.agent.requests/unavailable"]);
        Assert.AreEqual(0, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void Export_AgentDownThenUp_EachSaidOnce()
    {
        Expect("ExitFailing", "ExitRecovered");
        var port = ClosedPort.Find();
        using var pipeline = new AgentPipeline(new Uri("http://127.0.0.1:" + port));

        for (var i = 0; i < 2; i++)
        {
            AgentPipeline.Trace(2);
            pipeline.Flush();
        }

        Assert.AreEqual(4, Counters["segue.spans.dropped/agent_unavailable"]);
        Assert.AreEqual(1, Log.Count("ExitFailing"));

        using var agent = new ScriptedListener(port);
        for (var i = 0; i < 2; i++)
        {
            AgentPipeline.Trace();
            pipeline.Flush();
        }

        Assert.AreEqual(2, Counters["segue.spans.sent"]);
        Assert.AreEqual(1, Log.Count("ExitFailing"));
        Assert.AreEqual(1, Log.Count("ExitRecovered"));
    }

    [TestMethod]
    public void Export_TagWhoseToStringThrows_SaysSoInTheTagAndLosesNothing()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        var ids = AgentPipeline.Trace();
        ids.AddRange(AgentPipeline.Trace(change: activity => activity.SetTag("k", new Poison())));
        ids.AddRange(AgentPipeline.Trace());
        pipeline.Flush();

        CollectionAssert.AreEquivalent(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual("(InvalidOperationException)", agent.Spans.Single(span => span.Meta.ContainsKey("k")).Meta["k"]);
    }

    [TestMethod]
    public void Export_MoreThanAPayload_SeveralRequests()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        var ids = AgentPipeline.Trace(3, Grow(6));
        pipeline.Flush();

        Assert.HasCount(3, agent.Requests);
        Assert.IsTrue(agent.Requests.All(request => request["X-Datadog-Trace-Count"] == "1"));
        CollectionAssert.AreEquivalent(ids, agent.Spans.Select(span => span.SpanId).ToList());
    }

    [TestMethod]
    public void Export_TraceLargerThanAPayload_LeavesInPartsWithWhatBelongsToATrace()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);
        using (FinishedSpans.Source.StartActivity("root"))
        {
            AgentPipeline.Trace(3, Grow(4));
        }

        pipeline.Flush();

        var chunks = agent.Requests.SelectMany(request => request.Chunks()).ToList();
        Assert.HasCount(2, chunks);
        Assert.AreEqual(4, chunks.Sum(chunk => chunk.Count));
        Assert.IsTrue(chunks.TrueForAll(chunk => chunk[0].Meta.ContainsKey("_dd.p.tid") && chunk.Any(span => span.Metrics.ContainsKey("_sampling_priority_v1"))));
        Assert.IsTrue(agent.Requests.All(request => request.Body.Length <= Limits.PayloadBytes));
    }

    [TestMethod]
    public void Export_SpanLargerThanAPayload_DroppedAndCounted()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        var ids = AgentPipeline.Trace();
        AgentPipeline.Trace(change: Grow(11));
        pipeline.Flush();
        Expect("Failure");

        CollectionAssert.AreEqual(ids, agent.Spans.Select(span => span.SpanId).ToList());
        Assert.AreEqual(1, Counters["segue.spans.dropped/payload_too_large"]);
    }

    private static Action<Activity> Grow(int megabytes) => activity => activity.AddEvent(new ActivityEvent(new string('e', megabytes * 1024 * 1024)));

    private sealed class Poison
    {
        public override string ToString() => throw new InvalidOperationException("poison");
    }
}
