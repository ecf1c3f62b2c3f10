using OpenTracing.Mock;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockSpanContextTests
{
    [TestMethod]
    public void Type_Constructors_AreNotPublic()
    {
        var constructors = typeof(MockSpanContext).GetConstructors();

        Assert.IsEmpty(constructors);
    }

    [TestMethod]
    public void GetBaggageItem_Missing_ReturnsNull()
    {
        var context = Some.Context();

        var value = context.GetBaggageItem("key");

        Assert.IsNull(value);
    }

    [TestMethod]
    public void GetBaggageItems_ReadTwice_IsUnderlyingStore()
    {
        var context = Some.Context(("key", "value"));

        var items = context.GetBaggageItems();

        Assert.AreSame(items, context.GetBaggageItems());
    }

    [TestMethod]
    public void GetBaggageItems_ContextExtractedFromBinary_IsNull()
    {
        var context = BinaryPropagatorTests.ExtractContext();

        var items = context.GetBaggageItems();

        Assert.IsNull(items);
    }

    [TestMethod]
    public void GetBaggageItem_ContextExtractedFromBinary_ThrowsNullReference()
    {
        var context = BinaryPropagatorTests.ExtractContext();

        void Act() => context.GetBaggageItem("key");

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void WithBaggageItem_ContextExtractedFromBinary_ThrowsArgumentNull()
    {
        var context = BinaryPropagatorTests.ExtractContext();

        void Act() => context.WithBaggageItem("key", "value");

        Assert.ThrowsExactly<ArgumentNullException>(Act);
    }

    [TestMethod]
    public void WithBaggageItem_Always_KeepsIds()
    {
        var context = Some.Context();

        var result = context.WithBaggageItem("key", "value");

        Assert.AreEqual((context.TraceId, context.SpanId), (result.TraceId, result.SpanId));
    }

    [TestMethod]
    [DataRow("old", "1")]
    [DataRow("new", "2")]
    public void WithBaggageItem_ItemPresent_HasBoth(string key, string expected)
    {
        var context = Some.Context(("old", "1"));

        var result = context.WithBaggageItem("new", "2");

        Assert.AreEqual(expected, result.GetBaggageItem(key));
    }

    [TestMethod]
    public void WithBaggageItem_SameKey_Replaces()
    {
        var context = Some.Context(("key", "old"));

        var result = context.WithBaggageItem("key", "new");

        Assert.AreEqual("new", result.GetBaggageItem("key"));
    }

    [TestMethod]
    public void WithBaggageItem_Original_IsUnchanged()
    {
        var context = Some.Context();

        context.WithBaggageItem("key", "value");

        Assert.IsEmpty(context.GetBaggageItems());
    }
}
