using System.Diagnostics;
using System.Runtime.CompilerServices;
using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

[TestClass]
public class QueueProcessorTests : SdkTestBase
{
    private const int Patience = 20_000;

    [TestMethod]
    public void Constants_Pinned()
    {
        Assert.AreEqual(16_384, QueueProcessor.DefaultCapacity);
        Assert.AreEqual(1_024, QueueProcessor.BatchSize);
    }

    [TestMethod]
    public void OnEnd_NotRecorded_IsNotExported()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        var activity = FinishedSpans.Make(change: span => span.ActivityTraceFlags = ActivityTraceFlags.None);

        processor.OnEnd(activity);
        processor.ForceFlush(Patience);

        Assert.IsEmpty(exporter.Seen);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_NoFlush_ExportedByItself()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        var activity = FinishedSpans.Make();

        processor.OnEnd(activity);

        Until(() => exporter.Has(activity.SpanId), "was exported");
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_QueueFull_RestCountedAndSaidOnceEachTime()
    {
        Expect("QueueFull");
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test", capacity: 10);
        for (var round = 1; round <= 2; round++)
        {
            exporter.Open.Reset();
            for (var i = 0; i < 25; i++) processor.OnEnd(FinishedSpans.Make());

            Assert.AreEqual(15 * round, Counters["segue.spans.dropped/queue_full"]);
            Assert.AreEqual(round, Log.Count("QueueFull"));
            exporter.Open.Set();
            Assert.IsTrue(processor.ForceFlush(Patience));
        }

        Assert.HasCount(20, exporter.Seen);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void OnEnd_QueueFull_KeepsNoMoreThanCapacity()
    {
        Expect("QueueFull");
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test", capacity: 50);
        exporter.Open.Reset();

        var spans = Fill(processor, 2_000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var alive = spans.Count(span => span.IsAlive);
        Assert.IsTrue(alive is >= 50 and < 60, alive + " spans are alive");
        exporter.Open.Set();
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void ForceFlush_ExportHangs_ReturnsFalseInTime()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        exporter.Open.Reset();
        processor.OnEnd(FinishedSpans.Make());

        var watch = Stopwatch.StartNew();
        var flushed = processor.ForceFlush(100);

        Assert.IsFalse(flushed);
        Assert.IsLessThan(TimeSpan.FromSeconds(10), watch.Elapsed);
        exporter.Open.Set();
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void ForceFlush_NothingQueued_ReturnsAtOnce()
    {
        using var processor = new QueueProcessor(new GatedExporter(), "test");

        Assert.IsTrue(processor.ForceFlush(0));
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void ForceFlush_OtherThreadsGoOn_WaitsForNoMoreThanItMust()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        var stop = false;
        var traffic = new Thread(() =>
        {
            var span = FinishedSpans.Make();
            while (!Volatile.Read(ref stop)) processor.OnEnd(span);
        });
        traffic.Start();
        Expect("QueueFull");

        var flushed = true;
        for (var i = 0; i < 20; i++) flushed &= processor.ForceFlush(Patience);

        Volatile.Write(ref stop, true);
        traffic.Join();
        Assert.IsTrue(flushed);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void ForceFlush_EightThreads_OwnSpansAreExportedWhenItReturns()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        var spans = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 2_000).Select(_ => FinishedSpans.Make()).ToList()).ToList();
        var missed = 0;

        var threads = spans.ConvertAll(own => new Thread(() =>
        {
            foreach (var span in own)
            {
                processor.OnEnd(span);
                if (!processor.ForceFlush(Patience) || !exporter.Has(span.SpanId)) Interlocked.Increment(ref missed);
            }
        }));
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.AreEqual(0, missed);
        Assert.HasCount(16_000, exporter.Seen);
        Assert.IsTrue(exporter.EachOnce);
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void Export_Throws_CountedSaidAndGoesOn()
    {
        Expect("Failure");
        var exporter = new GatedExporter { Failure = new InvalidOperationException("broken") };
        using var processor = new QueueProcessor(exporter, "test");
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

    [TestMethod]
    public void Shutdown_SpansQueued_ExportsThemFirst()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        for (var i = 0; i < 3_000; i++) processor.OnEnd(FinishedSpans.Make());

        Assert.IsTrue(processor.Shutdown(Patience));

        Assert.HasCount(3_000, exporter.Seen);
        Assert.IsTrue(exporter.WasShutDown);
    }

    [TestMethod]
    public void Shutdown_ThreadsStillTrace_EverySpanIsExportedOrCounted()
    {
        const int PerThread = 500;
        for (var round = 0; round < 20; round++)
        {
            var exporter = new GatedExporter();
            using var processor = new QueueProcessor(exporter, "test");
            var spans = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, PerThread).Select(_ => FinishedSpans.Make()).ToList()).ToList();
            var before = Counters.Sum("segue.spans.dropped");

            var threads = spans.ConvertAll(own => new Thread(() => own.ForEach(processor.OnEnd)));
            threads.ForEach(thread => thread.Start());
            processor.Shutdown(Patience);
            threads.ForEach(thread => thread.Join());

            Assert.AreEqual(4 * PerThread, exporter.Seen.Count + Counters.Sum("segue.spans.dropped") - before);
        }
    }

    [TestMethod]
    public void OnEnd_AfterShutdown_CountedAsStopped()
    {
        using var processor = new QueueProcessor(new GatedExporter(), "test");
        processor.Shutdown(Patience);

        processor.OnEnd(FinishedSpans.Make());

        Assert.AreEqual(1, Counters["segue.spans.dropped/stopped"]);
        Assert.IsTrue(processor.ForceFlush(Patience));
    }

    [TestMethod]
    public void Shutdown_ExportHangs_ReturnsFalseInTime()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        exporter.Open.Reset();
        processor.OnEnd(FinishedSpans.Make());
        exporter.Entered.Wait(Patience);

        var watch = Stopwatch.StartNew();
        var stopped = processor.Shutdown(100);

        Assert.IsFalse(stopped);
        Assert.IsTrue(exporter.WasShutDown);
        Assert.IsLessThan(TimeSpan.FromSeconds(10), watch.Elapsed);
        exporter.Open.Set();
    }

    [TestMethod]
    public void BeginShutdown_ProviderShutsDownMeanwhile_WaitingIsLeftToEndShutdown()
    {
        var exporter = new GatedExporter();
        using var processor = new QueueProcessor(exporter, "test");
        exporter.Open.Reset();
        var span = FinishedSpans.Make();
        processor.OnEnd(span);

        processor.BeginShutdown();
        Assert.IsTrue(processor.Shutdown(Timeout.Infinite));
        Assert.IsFalse(exporter.WasShutDown);
        exporter.Open.Set();

        Assert.IsTrue(processor.EndShutdown(Patience));
        Assert.IsTrue(exporter.Has(span.SpanId) && exporter.WasShutDown);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Fill(QueueProcessor processor, int count)
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
