using System.Diagnostics;
using Segue.Agent;
using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Chunks that are written by the threads that trace.</summary>
[TestClass]
public class AgentDirectTests : SdkTestBase
{
    [TestMethod]
    public void TryWrite_AfterTheWorkerHasWritten_SameBytesAsByTheWorker()
    {
        var spans = Enumerable.Range(0, 3).Select(i => FinishedSpans.Make("work " + i, change: span => span.SetTag("number", i).SetTag("text", "value"))).ToList();
        var bodies = new List<byte[]>();
        foreach (var isDirect in new[] { false, true })
        {
            using var agent = new ScriptedListener();
            using var exporter = Exporter(agent.Uri);
            exporter.Write(FinishedSpans.Chunk(spans[0]), null);
            for (var i = 1; i < spans.Count; i++)
            {
                if (isDirect) Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(spans[i])));
                else exporter.Write(FinishedSpans.Chunk(spans[i]), null);
            }

            Send(exporter);
            bodies.Add(agent.Requests.Single().Body);
        }

        CollectionAssert.AreEqual(bodies[0], bodies[1]);
        Assert.AreEqual(6, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void TryWrite_WorkerHasNotWrittenYet_Declines()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);

        Assert.IsFalse(exporter.TryWrite(FinishedSpans.Chunk(FinishedSpans.Make())), "what the agent can do is not known");
        Assert.AreEqual(0, exporter.Begun);
    }

    [TestMethod]
    public void TryWrite_FirstOfAPayload_WakesTheWorkerOnce()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);
        Send(exporter);
        var woken = 0;
        exporter.Attach(() => Interlocked.Increment(ref woken));

        Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(FinishedSpans.Make())));
        Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(FinishedSpans.Make())));

        Assert.AreEqual(1, Volatile.Read(ref woken));
        Send(exporter);
        Assert.AreEqual(3, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void TryWrite_NoMemoryLeft_LeftToTheWorkerWhichCounts()
    {
        Expect("BufferFull");
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri, bufferBytes: 1);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);
        var chunk = FinishedSpans.Chunk(FinishedSpans.Make());

        Assert.IsFalse(exporter.TryWrite(chunk));
        exporter.Write(chunk, null);

        Assert.AreEqual(1, Counters["segue.spans.dropped/buffer_full"]);
        Send(exporter);
    }

    [TestMethod]
    public void TryWrite_LittleRoomLeft_LeftToTheWorkerWhichMakesRoom()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);
        var before = exporter.HeldBytes;
        var written = 1;
        while (exporter.TryWrite(FinishedSpans.Chunk(Wide()))) written++;

        Assert.AreEqual(before, exporter.HeldBytes, "nothing grows on a thread that traces");
        Assert.IsGreaterThan(1, written);
        exporter.Write(FinishedSpans.Chunk(Wide()), null);
        Assert.IsGreaterThan(before, exporter.HeldBytes);
        Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(Wide())));
        Send(exporter);
        Assert.AreEqual(written + 2, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    [DataRow("tag")]
    [DataRow("item")]
    [DataRow("event")]
    [DataRow("link")]
    [DataRow("operation.name")]
    [DataRow("error")]
    public void TryWrite_ValueWhoseTextTheApplicationMakes_LeftToTheWorker(string place)
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);
        var own = new OwnText();
        var link = place == "link" ? new[] { new ActivityLink(FinishedSpans.Make().Context, new ActivityTagsCollection { ["own"] = own }) } : null;
        var span = FinishedSpans.Make(links: link, change: span =>
        {
            if (place == "item") span.SetTag("items", new object[] { 1, own });
            else if (place == "event") span.AddEvent(new ActivityEvent("e", tags: new ActivityTagsCollection { ["own"] = own }));
            else if (place != "link") span.SetTag(place, own);
        });
        var chunk = FinishedSpans.Chunk(FinishedSpans.Make(), span);

        Assert.IsFalse(exporter.TryWrite(chunk));
        Assert.AreEqual(0, own.Asked);
        exporter.Write(chunk, null);
        Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(FinishedSpans.Make())), "what was left is not left for good");

        Assert.IsGreaterThan(0, own.Asked);
        Send(exporter);
        Assert.HasCount(4, agent.Requests.Single().Chunks().SelectMany(sent => sent));
    }

    [TestMethod]
    public void TryWrite_ValuesWhoseTextThePlatformMakes_Written()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);

        Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(FinishedSpans.Make(change: span => span.SetTag("id", Guid.Empty).SetTag("price", 1.5m).SetTag("day", DayOfWeek.Friday).SetTag("took", TimeSpan.FromSeconds(1))))));

        Send(exporter);
        Assert.AreEqual("Friday", agent.Spans.ElementAt(1).Meta["day"]);
        Assert.AreEqual("00:00:01", agent.Spans.ElementAt(1).Meta["took"]);
    }

    [TestMethod]
    public void TryWrite_ChunkTakesMoreThanTheRoomThereIs_LeftToTheWorker()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);
        var before = exporter.HeldBytes;
        var chunk = FinishedSpans.Chunk(Enumerable.Range(0, 32).Select(_ => Wide()));

        Assert.IsFalse(exporter.TryWrite(chunk));

        Assert.AreEqual(before, exporter.HeldBytes);
        exporter.Write(chunk, null);
        Send(exporter);
        Assert.AreEqual(33, Counters["segue.spans.sent"]);
    }

    [TestMethod]
    public void IsDirect_RulesForSingleSpans_OnlyTheWorkerWrites()
    {
        Assert.IsTrue(SpanRuleReading.TryRead("[{\"service\":\"*\"}]", TimeProvider.System, out var rules));
        using var with = new AgentExporter(new AgentExitSettings { SpanRules = rules });
        using var without = new AgentExporter(new AgentExitSettings());

        Assert.IsFalse(with.IsDirect);
        Assert.IsTrue(without.IsDirect);
    }

    [TestMethod]
    public void TryWrite_EverySpanIsTakenOut_BeginsNoPayload()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        exporter.Write(FinishedSpans.Chunk(FinishedSpans.Make()), null);
        Send(exporter);
        var filtered = FinishedSpans.Make();
        filtered.ActivityTraceFlags = ActivityTraceFlags.None;

        Assert.IsTrue(exporter.TryWrite(FinishedSpans.Chunk(filtered)));

        Assert.AreEqual(exporter.Settled, exporter.Begun);
        Assert.AreEqual(1, Counters.Sum("segue.spans.dropped"));
    }

    [TestMethod]
    public void Trace_WithoutAFlush_LeavesByItselfAlsoWhereNoWorkerWroteIt()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);
        AgentPipeline.Trace();
        Assert.IsTrue(pipeline.Flush());
        var before = Counters["segue.spans.sent"];

        AgentPipeline.Trace();

        Until(() => Counters["segue.spans.sent"] == before + 1, "the payload is sent when it is a second old");
        Assert.HasCount(2, agent.Requests);
    }

    [TestMethod]
    public void OnEnd_SteadyState_AllocatesNothing()
    {
        using var agent = new ScriptedListener();
        using var exporter = Exporter(agent.Uri);
        using var processor = new TraceProcessor(exporter);
        var root = FinishedSpans.Make();
        var child = FinishedSpans.Make(parent: new ActivityContext(root.TraceId, root.SpanId, ActivityTraceFlags.Recorded));
        var least = long.MaxValue;
        // A payload that has just been sent for its age has to be made anew.
        for (var round = 0; round < 20 && least > 0; round++)
        {
            Trace();
            Assert.IsTrue(processor.ForceFlush(20_000));
            Trace();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++) Trace();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.AreEqual(0, least);
        processor.Shutdown(20_000);

        void Trace()
        {
            processor.OnStart(root);
            processor.OnStart(child);
            processor.OnEnd(child);
            processor.OnEnd(root);
        }
    }

    private sealed class OwnText
    {
        internal int Asked { get; private set; }

        public override string ToString()
        {
            Asked++;
            return "own";
        }
    }

    private static Activity Wide() => FinishedSpans.Make(change: span =>
    {
        for (var i = 0; i < 10; i++) span.SetTag("tag." + i, new string('x', 400));
    });

    private static AgentExporter Exporter(Uri agent, int bufferBytes = Limits.BufferBytes) =>
        new(new AgentExitSettings { Agent = agent, Identify = _ => FinishedSpans.Identity, SendRejected = true, BufferBytes = bufferBytes });

    private static void Send(AgentExporter exporter)
    {
        var sealedUpTo = exporter.Seal();
        Until(
            () =>
            {
                exporter.Pump();
                return exporter.Settled == sealedUpTo;
            },
            "the agent has it");
    }
}
