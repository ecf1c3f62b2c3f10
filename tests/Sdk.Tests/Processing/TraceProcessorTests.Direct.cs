using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Sampling;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Short traces, which the thread that ends them writes.</summary>
public partial class TraceProcessorTests
{
    [TestMethod]
    public void OnEnd_LastOfAShortTrace_WrittenByTheThreadThatEndsIt()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        AwaitFreeExit(processor, exporter);
        var (root, children) = Family(2);
        Start(processor, root, children);

        children.ForEach(processor.OnEnd);
        processor.OnEnd(root);

        CollectionAssert.AreEqual(Ids([.. children, root]), exporter.Chunks.Single());
        Assert.AreEqual(Environment.CurrentManagedThreadId, exporter.Writers.Single());
        Assert.IsTrue(processor.ForceFlush(Patience));
        Assert.AreEqual("3 3", Counters["segue.spans.started"] + " " + Counters["segue.spans.finished"]);
        Assert.HasCount(1, exporter.Chunks);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_ExitIsInUse_GoesOnAndTheWorkerWritesTheTraceWhole()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(2);
        Start(processor, root, children);
        Hold(processor, exporter);

        children.ForEach(processor.OnEnd);
        processor.OnEnd(root);

        Assert.IsEmpty(exporter.Chunks, "nothing was waited for");
        exporter.Open.Set();
        Assert.IsTrue(processor.ForceFlush(Patience));
        CollectionAssert.AreEqual(Ids([.. children, root]), exporter.Chunks[1]);
        Assert.IsEmpty(exporter.Writers);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_ExitDeclines_TheWorkerWritesTheTraceWhole()
    {
        var exporter = new GatedExit { IsDirect = true, Declines = true };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(2);
        Start(processor, root, children);

        children.ForEach(processor.OnEnd);
        processor.OnEnd(root);

        Assert.IsTrue(processor.ForceFlush(Patience));
        CollectionAssert.AreEqual(Ids([.. children, root]), exporter.Chunks.Single());
        processor.Shutdown(Patience);
        Assert.AreEqual("3 3", Counters["segue.spans.started"] + " " + Counters["segue.spans.finished"]);
    }

    [TestMethod]
    public void OnEnd_MoreSpansThanAreHeld_LeaveInOneChunk()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(TraceProcessor.DirectSpans + 8);
        Start(processor, root, children);

        children.ForEach(processor.OnEnd);
        processor.OnEnd(root);

        Assert.IsTrue(processor.ForceFlush(Patience));
        CollectionAssert.AreEquivalent(Ids([.. children, root]), exporter.Chunks.Single());
        Assert.IsEmpty(exporter.Writers);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    [DataRow(false, 1, "1 1 1 1 1 1")]
    [DataRow(true, 1, "1 1 1 1 1 1")]
    [DataRow(false, 3, "3 3")]
    [DataRow(true, 3, "3 3")]
    [DataRow(false, 4, "4 2")]
    [DataRow(true, 4, "4 2")]
    [DataRow(false, 7, "6")]
    [DataRow(true, 7, "6")]
    [DataRow(false, 0, "6")]
    [DataRow(true, 0, "6")]
    public void OnEnd_PartialLimitBelowWhatIsHeld_LeavesInPartsOfThatSize(bool isDirect, int partialSpans, string sizes)
    {
        var exporter = new GatedExit { IsDirect = isDirect };
        using var processor = new TraceProcessor(exporter, new AssemblyLimits { PartialSpans = partialSpans });
        var (root, children) = Family(5);
        Start(processor, root, children);

        children.ForEach(processor.OnEnd);
        processor.OnEnd(root);

        Assert.IsTrue(processor.ForceFlush(Patience));
        Assert.AreEqual(sizes, string.Join(" ", exporter.Chunks.Select(chunk => chunk.Length)));
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_TraceStaysOpen_WorkerTakesOverWhatIsHeldAndItLeavesWhole()
    {
        var clock = new ManualClock();
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter, clock: clock);
        var (root, children) = Family(2);
        Start(processor, root, children);
        processor.OnEnd(children[0]);
        exporter.Pumping = Once(() => clock.Advance(TraceProcessor.HeldSeconds));

        Until(() => Counters["segue.spans.finished"] == 1, "the worker has what was held");
        processor.OnEnd(children[1]);
        processor.OnEnd(root);

        Until(() => exporter.Has(root.SpanId), "the trace leaves");
        CollectionAssert.AreEqual(Ids([.. children, root]), exporter.Chunks.Single());
        Assert.IsEmpty(exporter.Writers);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_OtherSpanWasFilteredOutAfterItsStart_HeldOnesLeaveWithinSeconds()
    {
        var clock = new ManualClock();
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter, clock: clock);
        var (root, children) = Family(1);
        Start(processor, root, children);
        processor.OnEnd(root);
        var seconds = 0;
        exporter.Pumping = () =>
        {
            if (seconds++ < 10) clock.Advance(1);
        };

        Until(() => exporter.Has(root.SpanId), "the root leaves");
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_ExitThrows_CountedSaidAndGoesOn()
    {
        Expect("Failure");
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        var isInUse = true;
        exporter.Failure = new ListenedFailure(() => isInUse = processor.IsExitInUse);
        AwaitFreeExit(processor, exporter);
        var (root, children) = Family(2);
        Start(processor, root, children);
        children.ForEach(processor.OnEnd);

        processor.OnEnd(root);

        Assert.AreEqual(3, Counters["segue.spans.dropped/export_failed"]);
        Assert.AreEqual(1, Log.Count("Failure"));
        Assert.IsFalse(isInUse, "others need not wait for those who listen");
        exporter.Failure = null;
        AwaitFreeExit(processor, exporter);
        var (next, _) = Family(0);
        Start(processor, next, []);
        processor.OnEnd(next);
        CollectionAssert.AreEqual(Ids([next]), exporter.Chunks.Single());
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_TracesWhileItWrites_BothTracesLeave()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        AwaitFreeExit(processor, exporter);
        var (root, _) = Family(0);
        var (other, _) = Family(0);
        Start(processor, root, []);
        exporter.Writing = Once(() =>
        {
            Start(processor, other, []);
            processor.OnEnd(other);
        });

        processor.OnEnd(root);

        Assert.IsTrue(exporter.Has(root.SpanId));
        Assert.IsTrue(processor.ForceFlush(Patience));
        Assert.IsTrue(exporter.Has(other.SpanId), "the worker writes the one that ended inside");
        Assert.AreEqual(0, exporter.Overlaps);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_SpanOfTheTraceStartsAndEndsWhileTheRestLeaves_LeavesAtOnceByItself()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        AwaitFreeExit(processor, exporter);
        var (root, children) = Family(1);
        Start(processor, root, []);
        exporter.Writing = Once(() =>
        {
            processor.OnStart(children[0]);
            processor.OnEnd(children[0]);
        });

        processor.OnEnd(root);

        Until(() => exporter.Has(children[0].SpanId), "nothing is waited for");
        processor.Shutdown(Patience);
        Assert.AreEqual(0, Counters.Sum("segue.traces.split") + Counters.Sum("segue.traces.abandoned"));
        Assert.HasCount(2, exporter.Chunks);
    }

    // Its next round is a second away.
    private static void AwaitFreeExit(TraceProcessor processor, GatedExit exporter) => Until(() => exporter.IsPumped && !processor.IsExitInUse, "the worker's first round is over");

    private static void Start(TraceProcessor processor, Activity root, List<Activity> children)
    {
        processor.OnStart(root);
        children.ForEach(processor.OnStart);
    }

    private static ActivitySpanId[] Ids(IEnumerable<Activity> spans) => [.. spans.Select(span => span.SpanId)];

    private static Action Once(Action action)
    {
        var done = 0;
        return () =>
        {
            if (Interlocked.Exchange(ref done, 1) == 0) action();
        };
    }

    private sealed class ListenedFailure(Action heard) : Exception
    {
        public override string ToString()
        {
            heard();
            return "broken";
        }
    }
}
