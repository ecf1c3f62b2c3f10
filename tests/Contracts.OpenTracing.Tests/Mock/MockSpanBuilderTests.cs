using System.Reflection;
using OpenTracing;
using OpenTracing.Mock;
using OpenTracing.Tag;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockSpanBuilderTests
{
    private readonly MockTracer _tracer = new();

    [TestMethod]
    public void AddReference_NullTypeAndContext_AddsNothing()
    {
        var builder = _tracer.BuildSpan("operation").AddReference(null, null);

        var span = (MockSpan)builder.Start();

        Assert.IsEmpty(span.References);
    }

    [TestMethod]
    public void AddReference_NullType_ThrowsArgumentNull()
    {
        var builder = _tracer.BuildSpan("operation");

        void Act() => builder.AddReference(null, Some.Context());

        Assert.AreEqual("referenceType", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    [TestMethod]
    public void AddReference_ForeignContext_ThrowsInvalidCast()
    {
        var builder = _tracer.BuildSpan("operation");

        void Act() => builder.AddReference(References.ChildOf, Some.ForeignContext());

        Assert.ThrowsExactly<InvalidCastException>(Act);
    }

    [TestMethod]
    public void WithTag_SameKeyTwice_LastValueWins()
    {
        var builder = _tracer.BuildSpan("operation").WithTag("key", 1).WithTag("key", "two");

        var span = (MockSpan)builder.Start();

        Assert.AreEqual("two", span.Tags["key"]);
    }

    [TestMethod]
    [DataRow("WithTag(bool)", "key", true)]
    [DataRow("WithTag(double)", "key", 1.5)]
    [DataRow("WithTag(int)", "key", 1)]
    [DataRow("WithTag(string)", "key", "value")]
    [DataRow("WithTag(BooleanTag)", "error", true)]
    [DataRow("WithTag(IntTag)", "peer.port", 1)]
    [DataRow("WithTag(StringTag)", "component", "value")]
    [DataRow("WithTag(IntOrStringTag)", "peer.ipv4", "127.0.0.1")]
    public void WithTag_Value_IsStoredWithItsType(string call, string key, object expected)
    {
        var builder = _tracer.BuildSpan("operation");

        FluentCalls.Builder[call](builder);

        Assert.AreEqual(expected, ((MockSpan)builder.Start()).Tags[key]);
    }

    [TestMethod]
    public void WithTag_NullText_IsStored()
    {
        var builder = _tracer.BuildSpan("operation").WithTag("key", null);

        var span = (MockSpan)builder.Start();

        CollectionAssert.AreEqual(new[] { KeyValuePair.Create("key", (object)null) }, span.Tags.ToArray());
    }

    [TestMethod]
    public void WithTag_IntOrStringTagWithNumber_IsStoredAsNumber()
    {
        var builder = _tracer.BuildSpan("operation").WithTag(Tags.PeerHostIpv4, 12);

        var span = (MockSpan)builder.Start();

        Assert.AreEqual(12, span.Tags["peer.ipv4"]);
    }

    [TestMethod]
    public void WithStartTimestamp_Time_IsUsed()
    {
        var builder = _tracer.BuildSpan("operation").WithStartTimestamp(Some.Time);

        var span = (MockSpan)builder.Start();

        Assert.IsTrue(Some.Time.EqualsExact(span.StartTimestamp));
    }

    [TestMethod]
    public void Start_NoStartTimestamp_UsesCurrentUtcTime()
    {
        var before = DateTimeOffset.UtcNow;

        var span = (MockSpan)_tracer.BuildSpan("operation").Start();

        var start = span.StartTimestamp;
        Assert.IsTrue(start >= before && start <= DateTimeOffset.UtcNow && start.Offset == TimeSpan.Zero);
    }

    [TestMethod]
    public void WithStartTimestamp_MinValue_MeansUnset()
    {
        var before = DateTimeOffset.UtcNow;

        var span = (MockSpan)_tracer.BuildSpan("operation").WithStartTimestamp(DateTimeOffset.MinValue).Start();

        Assert.IsGreaterThanOrEqualTo(before, span.StartTimestamp);
    }

    [TestMethod]
    public void Start_SecondTime_ReusesFirstTimestamp()
    {
        var builder = _tracer.BuildSpan("operation");
        var first = (MockSpan)builder.Start();
        SpinWait.SpinUntil(() => DateTimeOffset.UtcNow > first.StartTimestamp);

        var second = (MockSpan)builder.Start();

        Assert.AreEqual(first.StartTimestamp, second.StartTimestamp);
    }

    [TestMethod]
    public void Start_SecondTimeAfterImplicitParent_ReusesIt()
    {
        var builder = _tracer.BuildSpan("operation");
        var scope = _tracer.BuildSpan("parent").StartActive();
        builder.Start();
        scope.Dispose();

        var second = (MockSpan)builder.Start();

        Assert.AreEqual(scope.Span.Context.SpanId, second.ParentId);
    }

    [TestMethod]
    public void Start_SecondTime_TakesNewSpanId()
    {
        var builder = _tracer.BuildSpan("operation");
        var first = builder.Start();

        var second = builder.Start();

        Assert.AreNotEqual(first.Context.SpanId, second.Context.SpanId);
    }

    [TestMethod]
    [DataRow(typeof(ISpanBuilder), "timestamp")]
    [DataRow(typeof(MockSpanBuilder), "startTimestamp")]
    public void WithStartTimestamp_Parameter_HasName(Type type, string expected)
    {
        var method = type.GetMethod(nameof(ISpanBuilder.WithStartTimestamp), BindingFlags.Public | BindingFlags.Instance);

        var name = method.GetParameters().Single().Name;

        Assert.AreEqual(expected, name);
    }
}
