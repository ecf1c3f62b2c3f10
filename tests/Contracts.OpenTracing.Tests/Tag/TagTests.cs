using OpenTracing;
using OpenTracing.Tag;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Tag;

[TestClass]
public class TagTests
{
    [TestMethod]
    [DataRow("key")]
    [DataRow("")]
    [DataRow(null)]
    public void Key_AnyArgument_IsUnchanged(string key)
    {
        var tag = new StringTag(key);

        var result = tag.Key;

        Assert.AreSame(key, result);
    }

    [TestMethod]
    public void BooleanTag_Set_CallsStringKeyOverloadOnce()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        new BooleanTag("key").Set(span, true);

        CollectionAssert.AreEqual(new[] { "SetTag(String key, Boolean True)" }, recorder.Calls);
    }

    [TestMethod]
    public void IntTag_Set_CallsStringKeyOverloadOnce()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        new IntTag("key").Set(span, 12);

        CollectionAssert.AreEqual(new[] { "SetTag(String key, Int32 12)" }, recorder.Calls);
    }

    [TestMethod]
    [DataRow("value", "SetTag(String key, String value)")]
    [DataRow(null, "SetTag(String key, String null)")]
    public void StringTag_Set_CallsStringKeyOverloadOnce(string value, string call)
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        new StringTag("key").Set(span, value);

        CollectionAssert.AreEqual(new[] { call }, recorder.Calls);
    }

    [TestMethod]
    public void IntOrStringTag_SetText_CallsStringKeyOverloadOnce()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        new IntOrStringTag("key").Set(span, "value");

        CollectionAssert.AreEqual(new[] { "SetTag(String key, String value)" }, recorder.Calls);
    }

    [TestMethod]
    public void IntOrStringTag_SetNumber_CallsStringKeyOverloadOnce()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        new IntOrStringTag("key").Set(span, 12);

        CollectionAssert.AreEqual(new[] { "SetTag(String key, Int32 12)" }, recorder.Calls);
    }

    [TestMethod]
    public void BooleanTag_SetOnNullSpan_ThrowsNullReference()
    {
        var tag = new BooleanTag("key");

        void Act() => tag.Set(null, true);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void IntTag_SetOnNullSpan_ThrowsNullReference()
    {
        var tag = new IntTag("key");

        void Act() => tag.Set(null, 1);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void StringTag_SetOnNullSpan_ThrowsNullReference()
    {
        var tag = new StringTag("key");

        void Act() => tag.Set(null, "value");

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void SetTag_IntOrStringTagWithNumber_BindsToIntTagOverload()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        span.SetTag(new IntOrStringTag("key"), 12);

        Assert.StartsWith("SetTag(IntTag ", recorder.Calls.Single());
    }

    [TestMethod]
    public void SetTag_IntOrStringTagWithText_BindsToIntOrStringTagOverload()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        span.SetTag(new IntOrStringTag("key"), "1.2.3.4");

        Assert.StartsWith("SetTag(IntOrStringTag ", recorder.Calls.Single());
    }
}
