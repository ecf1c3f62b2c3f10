using System.Diagnostics;
using System.Runtime.CompilerServices;
using Segue.Processing;
using Segue.Sdk.Tests.Sampling;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

[TestClass]
public partial class TraceProcessorTests : SdkTestBase
{
    private const int Patience = 20_000;

    [TestMethod]
    public void Constants_Pinned()
    {
        Assert.AreEqual(131_072, TraceProcessor.DefaultCapacity);
        Assert.AreEqual(1_024, TraceProcessor.WakeEvery);
        Assert.AreEqual(32, TraceProcessor.DirectSpans);
        Assert.AreEqual(2, TraceProcessor.HeldSeconds);
    }

    [TestMethod]
    public void OnEnd_NoFlush_ExportedByItself()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
        var activity = FinishedSpans.Make();

        processor.OnEnd(activity);

        Until(() => exporter.Has(activity.SpanId), "was exported");
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_QueueFull_RestCountedAndSaidOnceEachTime()
    {
        Expect("QueueFull");
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter, capacity: 16);
        for (var round = 1; round <= 2; round++)
        {
            Hold(processor, exporter);
            for (var i = 0; i < 25; i++) processor.OnEnd(FinishedSpans.Make());

            Assert.AreEqual(9 * round, Counters["segue.spans.dropped/queue_full"]);
            Assert.AreEqual(round, Log.Count("QueueFull"));
            exporter.Open.Set();
            Assert.IsTrue(processor.ForceFlush(Patience));
        }

        Assert.HasCount(34, exporter.Seen);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_QueueFull_KeepsNoMoreThanCapacity()
    {
        Expect("QueueFull");
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter, capacity: 64);
        Hold(processor, exporter);

        var spans = Fill(processor, 2_000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var alive = spans.Count(span => span.IsAlive);
        Assert.IsTrue(alive is >= 64 and < 70, alive + " spans are alive");
        exporter.Open.Set();
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_EndsWereLost_TheRestOfTheirTraceLeavesWithItsLastEnd()
    {
        Expect("QueueFull");
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter, capacity: 16);
        var (root, children) = Family(40);
        processor.OnStart(root);
        foreach (var child in children) processor.OnStart(child);
        Hold(processor, exporter);
        foreach (var child in children) processor.OnEnd(child);
        exporter.Open.Set();
        var lost = (int)Counters["segue.spans.dropped/queue_full"];
        Until(() => Counters["segue.spans.finished"] == 1 + 40 - lost, "what was accepted is read");

        processor.OnEnd(root);

        Until(() => exporter.Seen.Count == 1 + 41 - lost, "what was accepted leaves although ends are missing");
        Assert.IsGreaterThan(0, lost);
        Assert.AreEqual(1, Counters["segue.spans.late"], "the one that held the worker, which was never started");
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_NoRoomToTellOfTheLastEnd_TheTraceLeavesWithinSeconds()
    {
        Expect("QueueFull");
        var clock = new ManualClock();
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter, capacity: 16, clock: clock);
        var (root, children) = Family(15);
        processor.OnStart(root);
        foreach (var child in children) processor.OnStart(child);
        Hold(processor, exporter);
        foreach (var child in children) processor.OnEnd(child);
        processor.OnEnd(root);
        Assert.AreEqual(0, Counters["segue.spans.dropped/queue_full"], "every end is accepted");

        exporter.Open.Set();
        Until(() => Counters["segue.spans.finished"] == 17, "every end is read");
        var rounds = 0;
        exporter.Pumping = () =>
        {
            if (rounds++ < 2) clock.Advance(2);
        };

        Until(() => exporter.Has(root.SpanId), "the trace leaves");
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_SpansOfATrace_LeaveTogetherWhenTheLastEnds()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(2);
        processor.OnStart(root);
        foreach (var child in children) processor.OnStart(child);

        processor.OnEnd(children[0]);
        processor.OnEnd(root);
        Until(() => Counters["segue.spans.finished"] == 2, "both ends were read");
        var before = exporter.Chunks.Count;
        processor.OnEnd(children[1]);
        Until(() => exporter.Chunks.Count > 0, "the chunk leaves");

        Assert.AreEqual(0, before);
        CollectionAssert.AreEqual(new[] { children[0].SpanId, root.SpanId, children[1].SpanId }, exporter.Chunks.Single());
        Assert.AreEqual(3, Counters["segue.spans.started"]);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_ChildWasFilteredOutAfterItsStart_TheOthersLeaveWithinSeconds()
    {
        var clock = new ManualClock();
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter, clock: clock);
        var (root, children) = Family(1);
        processor.OnStart(root);
        processor.OnStart(children[0]);
        processor.OnEnd(root);
        Until(() => Counters["segue.spans.finished"] == 1, "the root's end was read");

        var rounds = 0;
        exporter.Pumping = () =>
        {
            if (rounds++ < 2) clock.Advance(2);
        };

        Until(() => exporter.Has(root.SpanId), "the root leaves");
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnStart_SpanNeverEnds_ItsTraceIsGivenUpAndCounted()
    {
        var clock = new ManualClock();
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter, clock: clock);
        var (root, _) = Family(0);
        processor.OnStart(root);
        Until(() => Counters["segue.spans.started"] == 1, "the start is seen");
        var rounds = 0;
        exporter.Pumping = () =>
        {
            if (rounds++ == 0) clock.Advance(70);
        };

        Until(() => Counters["segue.traces.abandoned/age"] == 1, "a minute without a word is enough");
        processor.OnEnd(root);

        Until(() => exporter.Has(root.SpanId), "it leaves all the same");
        Assert.AreEqual(1, Counters["segue.spans.late"]);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void Export_Throws_CountedSaidAndGoesOn()
    {
        Expect("Failure");
        var exporter = new GatedExit { Failure = new InvalidOperationException("broken") };
        using var processor = new TraceProcessor(exporter);
        processor.OnEnd(FinishedSpans.Make());
        processor.ForceFlush(Patience);
        exporter.Failure = null;

        var after = FinishedSpans.Make();
        processor.OnEnd(after);
        processor.ForceFlush(Patience);

        Assert.AreEqual(1, Counters["segue.spans.dropped/export_failed"]);
        Assert.AreEqual(1, Log.Count("Failure"));
        Assert.IsTrue(exporter.Has(after.SpanId));
        processor.Shutdown(Patience);
    }

    // The worker is held up in a chunk that is none of those that follow.
    private static void Hold(TraceProcessor processor, GatedExit exporter)
    {
        exporter.Entered.Reset();
        exporter.Open.Reset();
        processor.OnEnd(FinishedSpans.Make("held"));
        Assert.IsTrue(exporter.Entered.Wait(Patience));
    }

    private static (Activity Root, List<Activity> Children) Family(int children)
    {
        var root = FinishedSpans.Make("root");
        var parent = new ActivityContext(root.TraceId, root.SpanId, ActivityTraceFlags.Recorded);
        return (root, [.. Enumerable.Range(0, children).Select(_ => FinishedSpans.Make("child", parent: parent))]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Fill(TraceProcessor processor, int count)
    {
        var spans = new List<WeakReference>();
        for (var i = 0; i < count; i++)
        {
            var span = FinishedSpans.Make();
            spans.Add(new WeakReference(span));
            processor.OnEnd(span);
        }

        return spans;
    }
}
