using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Flushes.</summary>
public partial class TraceProcessorTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ForceFlush_TraceIsOpen_FinishedSpansLeaveAndTheOthersLater(bool isDirect)
    {
        var exporter = new GatedExit { IsDirect = isDirect };
        using var processor = new TraceProcessor(exporter);
        var (root, children) = Family(1);
        processor.OnStart(root);
        processor.OnStart(children[0]);
        processor.OnEnd(children[0]);

        Assert.IsTrue(processor.ForceFlush(Patience));
        var flushed = exporter.Seen.Single();
        processor.OnEnd(root);
        processor.Shutdown(Patience);

        Assert.AreEqual(children[0].SpanId, flushed);
        Assert.AreEqual(root.SpanId, exporter.Chunks[1].Single());
        Assert.AreEqual(1, Counters["segue.traces.split/flush"]);
        Assert.AreEqual(0, Counters["segue.spans.late"]);
    }

    [TestMethod]
    public void ForceFlush_ExportHangs_ReturnsFalseInTime()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
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
        using var processor = new TraceProcessor(new GatedExit());

        Assert.IsTrue(processor.ForceFlush(0));
        processor.Shutdown(Patience);
    }

    [TestMethod]
    public void ForceFlush_OtherThreadsGoOn_WaitsForNoMoreThanItMust()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
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
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
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
}
