using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>What the agent says of itself, and when it is asked.</summary>
[TestClass]
public class AgentInfoTests : SdkTestBase
{
    private static readonly Reply _modern = Reply.Status(200, """{"version":"7.60","endpoints":["/v0.4/traces"],"span_events":true}""");

    [TestMethod]
    [DataRow("""{"span_events":true}""", true)]
    [DataRow("""{"span_events":false}""", false)]
    [DataRow("""{"span_events":"true"}""", false)]
    [DataRow("{}", false)]
    [DataRow("[]", false)]
    [DataRow("no json", false)]
    [DataRow(null, false)]
    public void Read_Answer_TellsWhetherEventsAreRead(string? json, bool expected) => Assert.AreEqual(expected, AgentFeatures.Read(json).SpanEvents);

    [TestMethod]
    public void Start_AgentReadsEvents_FirstSpanHasThemNative()
    {
        using var agent = new ScriptedListener { Info = _modern };
        using var pipeline = new AgentPipeline(agent.Uri);

        Trace(pipeline);

        var sent = agent.Spans.Single();
        Assert.AreEqual("GET /info HTTP/1.1", agent.Questions.Single().RequestLine);
        Assert.AreEqual("false", agent.Questions.Single()["x-datadog-tracing-enabled"]);
        Assert.DoesNotContain("events", sent.Meta.Keys);
        Assert.AreEqual("retry", sent.Events.Single().Name);
        Assert.AreEqual("i=2:3 l=4:[2:1,2:2] m=0:1.5 mixed=0:[1,\"a\"] s=0:x t=1:True", string.Join(" ", sent.Events.Single().Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value)));
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(500)]
    public void Start_AgentSaysNothing_EventsAreJson(int status)
    {
        using var agent = new ScriptedListener { Info = Reply.Status(status) };
        using var pipeline = new AgentPipeline(agent.Uri);

        Trace(pipeline);

        StringAssert.Contains(agent.Spans.Single().Meta["events"], "retry");
        Assert.IsEmpty(agent.Spans.Single().Events);
    }

    [TestMethod]
    public void Start_AgentNeverAnswersTheQuestion_SpansArriveAllTheSame()
    {
        using var agent = new ScriptedListener { Info = Reply.Never };
        using var pipeline = new AgentPipeline(agent.Uri, answerPatience: AgentTransport.AnswerPatience);
        var watch = Stopwatch.StartNew();

        Trace(pipeline);

        Assert.HasCount(1, agent.Requests);
        Assert.IsLessThan(TimeSpan.FromSeconds(5), watch.Elapsed);
    }

    [TestMethod]
    public void Accepted_StateChanges_AgentIsAskedAgainOnce()
    {
        using var agent = new ScriptedListener { Info = Reply.Status(200, "{}", "Datadog-Agent-State: a\r\n") };
        agent.Answering(Reply.Status(200, "{}", "Datadog-Agent-State: a\r\n"), Reply.Status(200, "{}", "Datadog-Agent-State: b\r\n"));
        using var pipeline = new AgentPipeline(agent.Uri);

        Trace(pipeline);
        Assert.HasCount(1, agent.Questions);
        agent.Info = Reply.Status(200, """{"span_events":true}""", "Datadog-Agent-State: b\r\n");
        Trace(pipeline);
        Until(() => pipeline.Exporter.Features.SpanEvents, "the new answer is read");
        Trace(pipeline);
        Trace(pipeline);

        Assert.HasCount(2, agent.Questions);
        CollectionAssert.AreEqual(new[] { 0, 0, 1, 1 }, agent.Spans.Select(span => span.Events.Count).ToArray());
    }

    [TestMethod]
    public void Accepted_AgentWasAwayAtTheStart_IsAskedWhenItIsThere()
    {
        var port = ClosedPort.Find();
        using var pipeline = new AgentPipeline(new Uri("http://127.0.0.1:" + port), tries: 40);
        Expect("ExitFailing", "ExitRecovered");
        AgentPipeline.Trace();
        Assert.IsFalse(pipeline.Flush(200));

        using var agent = new ScriptedListener(port) { Info = _modern };
        Assert.IsTrue(pipeline.Flush());
        Until(() => pipeline.Exporter.Features.SpanEvents, "it was asked again");
        Trace(pipeline);

        Assert.HasCount(1, agent.Spans.Last().Events);
    }

    private static void Trace(AgentPipeline pipeline)
    {
        AgentPipeline.Trace(change: activity => activity.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection
        {
            ["s"] = "x",
            ["i"] = 3,
            ["t"] = true,
            ["m"] = 1.5m,
            ["l"] = new[] { 1, 2 },
            ["mixed"] = new object[] { 1, "a" },
        })));
        Assert.IsTrue(pipeline.Flush());
    }
}
