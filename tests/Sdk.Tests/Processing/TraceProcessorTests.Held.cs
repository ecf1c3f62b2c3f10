using Segue.Processing;
using Segue.Sdk.Tests.Sampling;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Flushes and shutdown while spans are held.</summary>
public partial class TraceProcessorTests
{
    [TestMethod]
    public void Shutdown_SpansAreHeld_LeaveFirstAndWhatEndsLaterIsCounted()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(1);
        var (late, _) = Family(0);
        Start(processor, root, children);
        processor.OnEnd(children[0]);

        Assert.IsTrue(processor.Shutdown(Patience));
        processor.OnEnd(root);
        Start(processor, late, []);
        processor.OnEnd(late);

        CollectionAssert.AreEqual(Ids([children[0]]), exporter.Chunks.Single());
        Assert.AreEqual(2, Counters["segue.spans.dropped/stopped"]);
        Assert.AreEqual(1, Counters["segue.traces.split/stopped"]);
        Assert.IsTrue(processor.ForceFlush(0), "nothing is held");
    }

    [TestMethod]
    public void OnEnd_ExitWasDirectBefore_FlushIsNotOverAtOnce()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        Assert.IsTrue(processor.ForceFlush(Patience));
        var (root, children) = Family(1);
        Start(processor, root, children);
        exporter.IsAway = true;

        processor.OnEnd(children[0]);
        Assert.IsFalse(processor.ForceFlush(0), "a span is held");
        processor.OnEnd(root);
        Assert.IsFalse(processor.ForceFlush(0), "a span was written and not sent");
        exporter.IsAway = false;

        Assert.IsTrue(processor.ForceFlush(Patience));
        Assert.AreEqual(exporter.Begun, exporter.Settled);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ForceFlush_WorkerHasTakenOverWhatWasHeld_IsNotOverBeforeItIsSent(bool byFlush)
    {
        var clock = new ManualClock();
        var exporter = new GatedExit { IsDirect = true, IsAway = true };
        using var processor = new TraceProcessor(exporter, clock: clock);
        var (root, children) = Family(1);
        Start(processor, root, children);
        processor.OnEnd(children[0]);
        if (byFlush) Assert.IsFalse(processor.ForceFlush(50));
        else exporter.Pumping = Once(() => clock.Advance(TraceProcessor.HeldSeconds));
        Until(() => Counters["segue.spans.finished"] == 1, "the worker has it");

        Assert.IsFalse(processor.ForceFlush(50));
        exporter.IsAway = false;

        Assert.IsTrue(processor.ForceFlush(Patience));
        Assert.AreEqual(children[0].SpanId, exporter.Seen.Single());
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void ForceFlush_SomebodyIsNotThroughWithTheSpansOfATrace_SaysSoAndTheRestLeaves()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(1);
        var (other, _) = Family(0);
        Start(processor, root, children);
        processor.OnEnd(children[0]);
        Start(processor, other, []);
        var held = processor.Open.HeldAt(processor.Open.Find(root.TraceId.ToHexString()))!;
        Assert.IsTrue(held.TryTake(out _));
        processor.OnEnd(other);

        Assert.IsFalse(processor.ForceFlush(Patience));
        Assert.IsTrue(exporter.Has(other.SpanId));
        held.GiveBack();

        Assert.IsTrue(processor.ForceFlush(Patience));
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void Shutdown_TraceEndsWhileTheWorkerIsHeldUp_WhatWasHeldStillLeaves()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(3);
        Start(processor, root, children);
        children.ForEach(processor.OnEnd);
        Hold(processor, exporter);

        processor.BeginShutdown();
        processor.OnEnd(root);
        exporter.Open.Set();

        Assert.IsTrue(processor.EndShutdown(Patience));
        CollectionAssert.AreEqual(Ids([.. children, root]), exporter.Chunks[1]);
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
    }
}
