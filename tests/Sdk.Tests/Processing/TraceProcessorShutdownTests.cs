using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

[TestClass]
public class TraceProcessorShutdownTests : SdkTestBase
{
    private const int Patience = 20_000;

    [TestMethod]
    public void Shutdown_SpansQueued_ExportsThemFirst()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
        for (var i = 0; i < 3_000; i++) processor.OnEnd(FinishedSpans.Make());

        Assert.IsTrue(processor.Shutdown(Patience));

        Assert.HasCount(3_000, exporter.Seen);
        Assert.IsTrue(exporter.IsEnded);
    }

    [TestMethod]
    public void Shutdown_ThreadsStillTrace_EverySpanIsExportedOrCounted()
    {
        const int PerThread = 500;
        for (var round = 0; round < 20; round++)
        {
            var exporter = new GatedExit();
            using var processor = new TraceProcessor(exporter);
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
        using var processor = new TraceProcessor(new GatedExit());
        processor.Shutdown(Patience);

        processor.OnEnd(FinishedSpans.Make());

        Assert.AreEqual(1, Counters["segue.spans.dropped/stopped"]);
        Assert.IsTrue(processor.ForceFlush(Patience));
    }

    [TestMethod]
    public void Shutdown_ExportHangs_ReturnsFalseInTime()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
        exporter.Open.Reset();
        processor.OnEnd(FinishedSpans.Make());
        exporter.Entered.Wait(Patience);

        var watch = Stopwatch.StartNew();
        var stopped = processor.Shutdown(100);

        Assert.IsFalse(stopped);
        Assert.IsTrue(exporter.IsEnded);
        Assert.IsLessThan(TimeSpan.FromSeconds(10), watch.Elapsed);
        exporter.Open.Set();
    }

    [TestMethod]
    public void BeginShutdown_ProviderShutsDownMeanwhile_WaitingIsLeftToEndShutdown()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
        exporter.Open.Reset();
        var span = FinishedSpans.Make();
        processor.OnEnd(span);

        processor.BeginShutdown();
        Assert.IsTrue(processor.Shutdown(Timeout.Infinite));
        Assert.IsFalse(exporter.IsEnded);
        exporter.Open.Set();

        Assert.IsTrue(processor.EndShutdown(Patience));
        Assert.IsTrue(exporter.Has(span.SpanId) && exporter.IsEnded);
    }

    [TestMethod]
    public void BeginShutdown_InTheMidstOfARound_HeldSpansLeave()
    {
        var exporter = new GatedExit();
        using var processor = new TraceProcessor(exporter);
        var root = FinishedSpans.Make();
        var child = FinishedSpans.Make(parent: root.Context);
        exporter.Pumping = () =>
        {
            if (Counters["segue.spans.finished"] > 0) processor.BeginShutdown();
        };

        processor.OnStart(root);
        processor.OnStart(child);
        processor.OnEnd(child);

        Until(() => exporter.IsEnded, "the worker stops");
        Assert.IsTrue(processor.EndShutdown(Patience));
        Assert.AreEqual(child.SpanId, exporter.Seen.Single());
    }
}
