using System.Globalization;
using OpenTracing;
using OpenTracing.Mock;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockSpanTests
{
    [TestMethod]
    public void Constructor_FirstSpanOfProcess_TakesTraceIdThenSpanId()
    {
        dynamic tracer = Activator.CreateInstance(FreshAssembly.Load(typeof(MockTracer)));

        var context = tracer.BuildSpan("operation").Start().Context;

        Assert.AreEqual("1 2", $"{context.TraceId} {context.SpanId}");
    }

    [TestMethod]
    public void Constructor_OtherTracer_SharesCounter()
    {
        var last = long.Parse(Some.Span().Context.SpanId, CultureInfo.InvariantCulture);

        var context = Some.Span(new MockTracer()).Context;

        Assert.AreEqual($"{last + 1} {last + 2}", $"{context.TraceId} {context.SpanId}");
    }

    [TestMethod]
    public void Constructor_Child_HasTraceIdOfParent()
    {
        var parent = Some.Context();

        var child = Some.SpanWithReferences(new MockSpan.Reference(parent, References.ChildOf));

        Assert.AreEqual(parent.TraceId, child.Context.TraceId);
    }

    [TestMethod]
    public void Constructor_Child_TakesOnlyOneId()
    {
        var parent = Some.Context();

        var child = Some.SpanWithReferences(new MockSpan.Reference(parent, References.ChildOf));

        Assert.AreEqual(long.Parse(parent.SpanId, CultureInfo.InvariantCulture) + 1, long.Parse(child.Context.SpanId, CultureInfo.InvariantCulture));
    }

    [TestMethod]
    [DataRow("follows_from child_of child_of", 1)]
    [DataRow("child_of follows_from", 0)]
    [DataRow("follows_from custom", 0)]
    [DataRow("custom follows_from", 0)]
    [DataRow("CHILD_OF child_of", 1)]
    public void ParentId_References_IsFirstChildOfElseFirst(string types, int expected)
    {
        var references = types.Split(' ').Select(type => new MockSpan.Reference(Some.Context(), type)).ToArray();

        var span = Some.SpanWithReferences(references);

        Assert.AreEqual(references[expected].Context.SpanId, span.ParentId);
    }

    [TestMethod]
    public void ParentId_Root_IsNull()
    {
        var span = Some.Span();

        var parentId = span.ParentId;

        Assert.IsNull(parentId);
    }

    [TestMethod]
    [DataRow("a", "first")]
    [DataRow("b", "second")]
    [DataRow("c", "second")]
    public void GetBaggageItem_TwoReferences_LaterOverwrites(string key, string expected)
    {
        var first = new MockSpan.Reference(Some.Context(("a", "first"), ("b", "first")), References.ChildOf);
        var second = new MockSpan.Reference(Some.Context(("b", "second"), ("c", "second")), References.FollowsFrom);

        var span = Some.SpanWithReferences(first, second);

        Assert.AreEqual(expected, span.GetBaggageItem(key));
    }

    [TestMethod]
    public void GetBaggageItem_ReferenceWithNullBaggage_IsSkipped()
    {
        var withoutBaggage = new MockSpan.Reference(BinaryPropagatorTests.ExtractContext(), References.ChildOf);
        var withBaggage = new MockSpan.Reference(Some.Context(("key", "value")), References.FollowsFrom);

        var span = Some.SpanWithReferences(withoutBaggage, withBaggage);

        Assert.AreEqual("value", span.GetBaggageItem("key"));
    }

    [TestMethod]
    public void Constructor_TagsChangedAfterwards_KeepsCopy()
    {
        var tags = new Dictionary<string, object> { ["key"] = "value" };
        var span = new MockSpan(new MockTracer(), "operation", Some.Time, tags, null);

        tags.Clear();

        Assert.AreEqual("value", span.Tags["key"]);
    }

    [TestMethod]
    public void Constructor_ReferencesChangedAfterwards_KeepsCopy()
    {
        var references = new List<MockSpan.Reference> { new(Some.Context(), References.ChildOf) };
        var span = new MockSpan(new MockTracer(), "operation", Some.Time, null, references);

        references.Clear();

        Assert.HasCount(1, span.References);
    }

    [TestMethod]
    public void Constructor_NullTags_AreEmpty()
    {
        var span = new MockSpan(new MockTracer(), "operation", Some.Time, null, []);

        Assert.IsEmpty(span.Tags);
    }

    [TestMethod]
    public void Constructor_NullReferences_AreEmpty()
    {
        var span = new MockSpan(new MockTracer(), "operation", Some.Time, [], null);

        Assert.IsEmpty(span.References);
    }

    [TestMethod]
    [DataRow(nameof(MockSpan.Tags))]
    [DataRow(nameof(MockSpan.LogEntries))]
    [DataRow(nameof(MockSpan.References))]
    [DataRow(nameof(MockSpan.GeneratedErrors))]
    public void Collection_ReadTwice_IsNewCopy(string name)
    {
        var span = Some.Span();
        var property = typeof(MockSpan).GetProperty(name);

        var first = property.GetValue(span);

        Assert.AreNotSame(first, property.GetValue(span));
    }

    [TestMethod]
    public void Context_OfInterface_IsSameObject()
    {
        var span = Some.Span();

        var context = ((ISpan)span).Context;

        Assert.AreSame(span.Context, context);
    }

    [TestMethod]
    public void SetBaggageItem_ContextTakenBefore_IsUnchanged()
    {
        var span = Some.Span();
        var before = span.Context;

        span.SetBaggageItem("key", "value");

        Assert.IsNull(before.GetBaggageItem("key"));
    }

    [TestMethod]
    public void SetBaggageItem_Context_IsNewObject()
    {
        var span = Some.Span();
        var before = span.Context;

        span.SetBaggageItem("key", "value");

        Assert.AreNotSame(before, span.Context);
    }

    [TestMethod]
    public void SetOperationName_Name_Replaces()
    {
        var span = Some.Span();

        span.SetOperationName("other");

        Assert.AreEqual("other", span.OperationName);
    }

    [TestMethod]
    [DataRow("SetTag(bool)", "key", true)]
    [DataRow("SetTag(double)", "key", 1.5)]
    [DataRow("SetTag(int)", "key", 1)]
    [DataRow("SetTag(string)", "key", "value")]
    [DataRow("SetTag(BooleanTag)", "error", true)]
    [DataRow("SetTag(IntTag)", "peer.port", 1)]
    [DataRow("SetTag(StringTag)", "component", "value")]
    [DataRow("SetTag(IntOrStringTag)", "peer.ipv4", "127.0.0.1")]
    public void SetTag_Value_IsStoredWithItsType(string call, string key, object expected)
    {
        var span = Some.Span();

        FluentCalls.Span[call](span);

        Assert.AreEqual(expected, span.Tags[key]);
    }

    [TestMethod]
    public void FinishTimestamp_NotFinished_ThrowsInvalidOperation()
    {
        var span = Some.Span();

        void Act() => _ = span.FinishTimestamp;

        Assert.ThrowsExactly<InvalidOperationException>(Act);
    }

    [TestMethod]
    public void FinishTimestamp_FinishedAtMinValue_ThrowsInvalidOperation()
    {
        var span = Some.Span();
        span.Finish(DateTimeOffset.MinValue);

        void Act() => _ = span.FinishTimestamp;

        Assert.ThrowsExactly<InvalidOperationException>(Act);
    }

    [TestMethod]
    public void ToString_Root_HasEmptyParentId()
    {
        var span = Some.Span();

        var text = span.ToString();

        Assert.AreEqual($"TraceId: {span.Context.TraceId}, SpanId: {span.Context.SpanId}, ParentId: , OperationName: operation", text);
    }

    [TestMethod]
    public void ToString_Child_HasParentId()
    {
        var parent = Some.Context();
        var span = Some.SpanWithReferences(new MockSpan.Reference(parent, References.ChildOf));

        var text = span.ToString();

        Assert.AreEqual($"TraceId: {parent.TraceId}, SpanId: {span.Context.SpanId}, ParentId: {parent.SpanId}, OperationName: operation", text);
    }
}
