using System.Reflection;
using OpenTracing.Mock;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockTracerOnSpanFinishedTests
{
    [TestMethod]
    public void OnSpanFinished_SpanFinished_IsCalledOnceWithIt()
    {
        var calls = new List<MockSpan>();
        var span = Some.Span(new CallbackTracer((_, finished) => calls.Add(finished)));

        span.Finish();

        CollectionAssert.AreEqual(new[] { span }, calls);
    }

    [TestMethod]
    public void OnSpanFinished_FinishedSpans_ContainSpan()
    {
        List<MockSpan> finishedSpans = null;
        var span = Some.Span(new CallbackTracer((tracer, _) => finishedSpans = tracer.FinishedSpans()));

        span.Finish();

        CollectionAssert.AreEqual(new[] { span }, finishedSpans);
    }

    [TestMethod]
    public void OnSpanFinished_FinishTimestamp_IsSet()
    {
        DateTimeOffset? timestamp = null;
        var span = Some.Span(new CallbackTracer((_, finished) => timestamp = finished.FinishTimestamp));

        span.Finish(Some.Time);

        Assert.AreEqual(Some.Time, timestamp);
    }

    [TestMethod]
    public void OnSpanFinished_SetTag_IsStillAccepted()
    {
        var span = Some.Span(new CallbackTracer((_, finished) => finished.SetTag("key", "late")));

        span.Finish();

        Assert.AreEqual("late", span.Tags["key"]);
    }

    [TestMethod]
    public void OnSpanFinished_OtherThread_WaitsForTracer()
    {
        Task other = null;
        var completed = true;
        var span = Some.Span(new CallbackTracer((tracer, _) =>
        {
            other = Task.Run(tracer.FinishedSpans);
            completed = other.Wait(TimeSpan.FromMilliseconds(200));
        }));

        span.Finish();
        other.Wait();

        Assert.IsFalse(completed);
    }

    [TestMethod]
    public void OnSpanFinished_Declaration_IsProtectedVirtual()
    {
        var method = typeof(MockTracer).GetMethod("OnSpanFinished", BindingFlags.NonPublic | BindingFlags.Instance);

        var shape = (method.IsFamily, method.IsVirtual, method.IsFinal);

        Assert.AreEqual((true, true, false), shape);
    }

    private sealed class CallbackTracer(Action<MockTracer, MockSpan> callback) : MockTracer
    {
        protected override void OnSpanFinished(MockSpan mockSpan) => callback(this, mockSpan);
    }
}
