using OpenTracing;
using OpenTracing.Mock;
using OpenTracing.Noop;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests;

[TestClass]
public class SpanTests
{
    [TestMethod]
    [DynamicData(nameof(FluentCalls.SpanNames), typeof(FluentCalls))]
    public void Mutator_OnMockSpan_ReturnsSameSpan(string call)
    {
        ISpan span = Some.Span();

        var result = FluentCalls.Span[call](span);

        Assert.AreSame(span, result);
    }

    [TestMethod]
    [DynamicData(nameof(FluentCalls.SpanNames), typeof(FluentCalls))]
    public void Mutator_OnNoopSpan_ReturnsSameSpan(string call)
    {
        var span = NoopTracerFactory.Create().BuildSpan("operation").Start();

        var result = FluentCalls.Span[call](span);

        Assert.AreSame(span, result);
    }

    [TestMethod]
    public void Context_AfterFinish_IsSameAsBefore()
    {
        ISpan span = Some.Span();
        var before = span.Context;

        span.Finish();

        Assert.AreSame(before, span.Context);
    }

    [TestMethod]
    public void Log_Event_StoresSingleEventField()
    {
        var span = Some.Span();

        span.Log("cache miss");

        CollectionAssert.AreEqual(new[] { KeyValuePair.Create(LogFields.Event, (object)"cache miss") }, span.LogEntries.Single().Fields.ToArray());
    }

    [TestMethod]
    public void Log_EventWithTimestamp_StoresSingleEventField()
    {
        var span = Some.Span();

        span.Log(Some.Time, "cache miss");

        CollectionAssert.AreEqual(new[] { KeyValuePair.Create(LogFields.Event, (object)"cache miss") }, span.LogEntries.Single().Fields.ToArray());
    }

    [TestMethod]
    [DataRow("Log(event)")]
    [DataRow("Log(fields)")]
    public void Log_NoTimestamp_UsesCurrentUtcTime(string call)
    {
        var span = Some.Span();
        var before = DateTimeOffset.UtcNow;

        FluentCalls.Span[call](span);

        var entry = span.LogEntries.Single();
        Assert.IsTrue(entry.Timestamp >= before && entry.Timestamp <= DateTimeOffset.UtcNow && entry.Timestamp.Offset == TimeSpan.Zero);
    }

    [TestMethod]
    [DataRow("Log(timestamp, event)")]
    [DataRow("Log(timestamp, fields)")]
    public void Log_Timestamp_UsesIt(string call)
    {
        var span = Some.Span();

        FluentCalls.Span[call](span);

        Assert.IsTrue(Some.Time.EqualsExact(span.LogEntries.Single().Timestamp));
    }

    [TestMethod]
    public void GetBaggageItem_Absent_ReturnsNull()
    {
        var span = Some.Span();

        var value = span.GetBaggageItem("key");

        Assert.IsNull(value);
    }

    [TestMethod]
    public void SetBaggageItem_DescendantCreatedAfterwards_HasItem()
    {
        var tracer = new MockTracer();
        var parent = Some.Span(tracer).SetBaggageItem("key", "value");

        var child = tracer.BuildSpan("child").AsChildOf(parent).Start();

        Assert.AreEqual("value", child.GetBaggageItem("key"));
    }

    [TestMethod]
    public void SetBaggageItem_DescendantCreatedBefore_DoesNotHaveItem()
    {
        var tracer = new MockTracer();
        var parent = Some.Span(tracer);
        var child = tracer.BuildSpan("child").AsChildOf(parent).Start();

        parent.SetBaggageItem("key", "value");

        Assert.IsNull(child.GetBaggageItem("key"));
    }

    [TestMethod]
    public void Finish_Timestamp_IsEndTime()
    {
        var span = Some.Span();

        span.Finish(Some.Time);

        Assert.IsTrue(Some.Time.EqualsExact(span.FinishTimestamp));
    }

    [TestMethod]
    public void Finish_NoTimestamp_UsesCurrentUtcTime()
    {
        var span = Some.Span();
        var before = DateTimeOffset.UtcNow;

        span.Finish();

        var finish = span.FinishTimestamp;
        Assert.IsTrue(finish >= before && finish <= DateTimeOffset.UtcNow && finish.Offset == TimeSpan.Zero);
    }

    [TestMethod]
    public void GetBaggageItems_ItemSet_EnumeratesPair()
    {
        ISpan span = Some.Span().SetBaggageItem("key", "value");

        var items = span.Context.GetBaggageItems();

        CollectionAssert.AreEqual(new[] { KeyValuePair.Create("key", "value") }, items.ToArray());
    }
}
