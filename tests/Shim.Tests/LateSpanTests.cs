using System.Diagnostics;

namespace Segue.Shim.Tests;

/// <summary>A scope makes its span when it is asked for, which must not show.</summary>
[TestClass]
public class LateSpanTests : ShimTestBase
{
    private const int Rounds = 500;

    [TestMethod]
    public void Span_AskedForAgain_IsTheSame()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();

        var span = scope.Span;

        Assert.AreSame(span, scope.Span);
        Assert.AreEqual(Activity.Current!.SpanId.ToHexString(), scope.Span.Context.SpanId);
    }

    [TestMethod]
    public void Span_FirstAskedForAfterDispose_IsFinishedAndStaysTheSame()
    {
        var scope = Tracer.BuildSpan("a").StartActive();
        var id = Activity.Current!.SpanId.ToHexString();
        scope.Dispose();

        var span = scope.Span;
        span.SetTag("late", "1").Finish();
        scope.Dispose();

        Assert.AreSame(span, scope.Span);
        Assert.AreEqual(id, span.Context.SpanId);
        Assert.HasCount(1, Spans.Finished);
        Assert.IsNull(Spans.Finished[0].GetTagItem("late"));
    }

    [TestMethod]
    public void Span_FirstAskedForAfterDisposeThatDoesNotFinish_CanStillBeFinished()
    {
        var scope = Tracer.BuildSpan("a").StartActive(false);
        scope.Dispose();

        scope.Span.SetTag("late", "1").Finish();

        Assert.AreEqual("1", Spans.Finished.Single().GetTagItem("late"));
    }

    [TestMethod]
    public void Dispose_WhileManyThreadsAskForTheSpan_FinishesItOnceAndShowsOne()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var scope = Tracer.BuildSpan("a").StartActive();
            using var together = new Barrier(4);
            var seen = new OpenTracing.ISpan[4];
            var threads = new Thread[4];
            for (var i = 0; i < threads.Length; i++)
            {
                var place = i;
                threads[i] = new Thread(() =>
                {
                    together.SignalAndWait();
                    if (place >= 2) scope.Dispose();
                    seen[place] = scope.Span;
                });
                threads[i].Start();
            }

            foreach (var thread in threads) thread.Join();
            scope.Dispose();

            Assert.HasCount(round + 1, Spans.Finished);
            foreach (var span in seen) Assert.AreSame(scope.Span, span);
        }
    }

    [TestMethod]
    public void Dispose_WhileTheSpanIsFinished_FinishesItOnce()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var scope = Tracer.BuildSpan("a").StartActive();
            using var together = new Barrier(2);
            var other = new Thread(() =>
            {
                together.SignalAndWait();
                scope.Span.Finish();
            });
            other.Start();
            together.SignalAndWait();
            scope.Dispose();
            other.Join();

            Assert.HasCount(round + 1, Spans.Finished);
        }
    }
}
