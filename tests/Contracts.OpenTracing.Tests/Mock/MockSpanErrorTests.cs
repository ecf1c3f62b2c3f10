using OpenTracing.Mock;
using OpenTracing.Tag;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockSpanErrorTests
{
    private static readonly Dictionary<string, Action<MockSpan>> _finishCalls = new()
    {
        ["Finish"] = span => span.Finish(),
        ["Finish(timestamp)"] = span => span.Finish(Some.Time),
    };

    public static IEnumerable<object[]> Changes => FluentCalls.SpanNames.Concat(_finishCalls.Keys.Select(name => new object[] { name }));

    [TestMethod]
    [DynamicData(nameof(Changes))]
    public void Change_AfterFinish_ThrowsInvalidOperation(string call)
    {
        var span = Some.FinishedSpan();

        void Act() => Invoke(call, span);

        Assert.ThrowsExactly<InvalidOperationException>(Act);
    }

    [TestMethod]
    [DynamicData(nameof(Changes))]
    public void Change_AfterFinish_AppendsExceptionToGeneratedErrors(string call)
    {
        var span = Some.FinishedSpan();

        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => Invoke(call, span));

        Assert.AreSame(exception, span.GeneratedErrors.Single());
    }

    [TestMethod]
    [DataRow("SetTag(string)", "key")]
    [DataRow("SetTag(string)", "value")]
    [DataRow("SetBaggageItem", "key")]
    [DataRow("SetBaggageItem", "value")]
    [DataRow("SetOperationName", "name")]
    [DataRow("Log(timestamp, fields)", "System.Collections.Generic.Dictionary")]
    [DataRow("Log(timestamp, fields)", "2020")]
    [DataRow("Finish", "finished")]
    public void Change_AfterFinish_MessageStatesAction(string call, string part)
    {
        var span = Some.FinishedSpan();

        void Act() => Invoke(call, span);

        Assert.Contains(part, Assert.ThrowsExactly<InvalidOperationException>(Act).Message);
    }

    [TestMethod]
    public void Finish_Twice_IsStoredOnce()
    {
        var tracer = new MockTracer();
        var span = Some.Span(tracer);
        span.Finish();

        Assert.ThrowsExactly<InvalidOperationException>(span.Finish);

        Assert.HasCount(1, tracer.FinishedSpans());
    }

    [TestMethod]
    public void GeneratedErrors_NoError_IsEmpty()
    {
        var span = Some.FinishedSpan();

        var errors = span.GeneratedErrors;

        Assert.IsEmpty(errors);
    }

    [TestMethod]
    public void GeneratedErrors_TwoErrors_AreInOrder()
    {
        var span = Some.FinishedSpan();
        var first = Assert.ThrowsExactly<InvalidOperationException>(() => span.SetTag("key", 1));

        var second = Assert.ThrowsExactly<InvalidOperationException>(() => span.SetTag("key", 2));

        CollectionAssert.AreEqual(new Exception[] { first, second }, span.GeneratedErrors);
    }

    [TestMethod]
    public void GetBaggageItem_AfterFinish_ReturnsValue()
    {
        var span = Some.Span();
        span.SetBaggageItem("key", "value");
        span.Finish();

        var value = span.GetBaggageItem("key");

        Assert.AreEqual("value", value);
    }

    [TestMethod]
    [DataRow(nameof(MockSpan.Context))]
    [DataRow(nameof(MockSpan.FinishTimestamp))]
    [DataRow(nameof(MockSpan.LogEntries))]
    [DataRow(nameof(MockSpan.OperationName))]
    [DataRow(nameof(MockSpan.References))]
    [DataRow(nameof(MockSpan.StartTimestamp))]
    [DataRow(nameof(MockSpan.Tags))]
    public void Getter_AfterFinish_ReturnsValue(string name)
    {
        var span = Some.FinishedSpan();

        var value = typeof(MockSpan).GetProperty(name).GetValue(span);

        Assert.IsNotNull(value);
    }

    [TestMethod]
    public void SetTag_NullKey_ThrowsArgumentNull()
    {
        var span = Some.Span();

        void Act() => span.SetTag((string)null, "value");

        Assert.AreEqual("key", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    [TestMethod]
    public void SetTag_NullBooleanTag_ThrowsNullReference()
    {
        var span = Some.Span();

        void Act() => span.SetTag((BooleanTag)null, true);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void SetTag_NullIntTag_ThrowsNullReference()
    {
        var span = Some.Span();

        void Act() => span.SetTag((IntTag)null, 1);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void SetTag_NullIntOrStringTag_ThrowsNullReference()
    {
        var span = Some.Span();

        void Act() => span.SetTag((IntOrStringTag)null, "value");

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void SetTag_NullStringTag_ThrowsNullReference()
    {
        var span = Some.Span();

        void Act() => span.SetTag((StringTag)null, "value");

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void Log_NullFields_ThrowsNullReference()
    {
        var span = Some.Span();

        void Act() => span.Log((IEnumerable<KeyValuePair<string, object>>)null);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void GetBaggageItem_NullKey_ThrowsArgumentNull()
    {
        var span = Some.Span();

        void Act() => span.GetBaggageItem(null);

        Assert.AreEqual("key", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    private static void Invoke(string call, MockSpan span)
    {
        if (_finishCalls.TryGetValue(call, out var finish))
            finish(span);
        else
            FluentCalls.Span[call](span);
    }
}
