using System.Collections.Concurrent;
using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Sampling;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Traces whose spans start and end on several threads.</summary>
public partial class TraceProcessorTests
{
    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void StartAndEnd_OnManyThreads_EverySpanLeavesOnce(bool flushes, bool stops)
    {
        const int Traces = 150;
        for (var round = 0; round < 4; round++)
        {
            var exporter = new GatedExit { IsDirect = true };
            // However long a thread is held up, no trace is one that was left behind.
            using var processor = new TraceProcessor(exporter, clock: new ManualClock());
            var before = (Started: Counters["segue.spans.started"], Finished: Counters["segue.spans.finished"], Dropped: Counters.Sum("segue.spans.dropped"));
            var passedOn = new BlockingCollection<(Activity Root, List<Activity> Children)>();
            var spans = 0;
            var makers = Threads(3, thread =>
            {
                for (var i = 0; i < Traces; i++)
                {
                    var (root, children) = Family((i * 7 + thread) % 40);
                    Interlocked.Add(ref spans, children.Count + 1);
                    Start(processor, root, children);
                    // Others end the rest at the same time.
                    foreach (var child in children.Take(children.Count / 2)) processor.OnEnd(child);
                    passedOn.Add((root, children));
                }
            });
            var enders = Threads(2, _ =>
            {
                foreach (var (root, children) in passedOn.GetConsumingEnumerable())
                {
                    processor.OnEnd(root);
                    foreach (var child in children.Skip(children.Count / 2)) processor.OnEnd(child);
                }
            });
            if (flushes) Assert.IsTrue(Enumerable.Range(0, 20).All(_ => processor.ForceFlush(Patience)));
            if (stops) processor.Shutdown(Patience);
            makers.ForEach(thread => thread.Join());
            passedOn.CompleteAdding();
            enders.ForEach(thread => thread.Join());

            Assert.IsTrue(processor.ForceFlush(Patience));
            processor.Shutdown(Patience);

            Assert.IsTrue(exporter.EachOnce);
            Assert.AreEqual(0, exporter.Overlaps);
            Assert.AreEqual(spans, exporter.Seen.Count + Counters.Sum("segue.spans.dropped") - before.Dropped);
            if (stops) continue;
            Assert.AreEqual(spans, exporter.Seen.Count);
            Assert.AreEqual(spans, Counters["segue.spans.started"] - before.Started);
            Assert.AreEqual(spans, Counters["segue.spans.finished"] - before.Finished);
            if (!flushes) Assert.HasCount(3 * Traces, exporter.Chunks, "no trace leaves in parts");
        }
    }

    [TestMethod]
    public void ForceFlush_RootEndsElsewhereMeanwhile_OwnSpanHasLeftWhenItReturns()
    {
        var exporter = new GatedExit { IsDirect = true };
        using var processor = new TraceProcessor(exporter, clock: new ManualClock());
        using var roots = new BlockingCollection<Activity>();
        var ender = Threads(1, _ =>
        {
            foreach (var root in roots.GetConsumingEnumerable()) processor.OnEnd(root);
        });
        var families = Enumerable.Range(0, 2_000).Select(_ => Family(1)).ToList();

        var missing = 0;
        foreach (var (root, children) in families)
        {
            Start(processor, root, children);
            processor.OnEnd(children[0]);
            roots.Add(root);
            if (!processor.ForceFlush(Patience) || !exporter.Has(children[0].SpanId)) missing++;
        }

        roots.CompleteAdding();
        ender.ForEach(thread => thread.Join());
        Assert.AreEqual(0, missing);
        processor.Shutdown(Patience);
        Assert.IsTrue(exporter.EachOnce);
        Assert.HasCount(4_000, exporter.Seen);
    }

    private static List<Thread> Threads(int count, Action<int> work)
    {
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() => work(number))).ToList();
        threads.ForEach(thread => thread.Start());
        return threads;
    }
}
