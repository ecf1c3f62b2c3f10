using OpenTracing.Propagation;

namespace Segue.Contracts.OpenTracing.Tests.Propagation;

[TestClass]
public class BinaryAdapterTests
{
    [TestMethod]
    public void InjectSet_SourceAtEnd_CopiesFromItsBeginning()
    {
        var target = new MemoryStream();

        new BinaryInjectAdapter(target).Set(StreamAtEnd(1, 2, 3));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, target.ToArray());
    }

    [TestMethod]
    public void InjectSet_TargetWrittenBefore_Appends()
    {
        var target = StreamAtEnd(9);

        new BinaryInjectAdapter(target).Set(StreamAtEnd(1, 2));

        CollectionAssert.AreEqual(new byte[] { 9, 1, 2 }, target.ToArray());
    }

    [TestMethod]
    public void InjectSet_TargetInMiddle_WritesAtItsPosition()
    {
        var target = StreamAtEnd(9, 9, 9);
        target.Position = 1;

        new BinaryInjectAdapter(target).Set(StreamAtEnd(1));

        CollectionAssert.AreEqual(new byte[] { 9, 1, 9 }, target.ToArray());
    }

    [TestMethod]
    public void InjectSet_Target_EndsAfterCopiedBytes()
    {
        var target = StreamAtEnd(9);

        new BinaryInjectAdapter(target).Set(StreamAtEnd(1, 2));

        Assert.AreEqual(3, target.Position);
    }

    [TestMethod]
    public void InjectSet_Source_EndsAtItsEnd()
    {
        var source = StreamAtEnd(1, 2);

        new BinaryInjectAdapter(new MemoryStream()).Set(source);

        Assert.AreEqual(2, source.Position);
    }

    [TestMethod]
    public void InjectGet_Always_Throws()
    {
        var adapter = new BinaryInjectAdapter(new MemoryStream());

        void Act() => adapter.Get();

        AssertNames(Assert.ThrowsExactly<NotSupportedException>(Act), nameof(BinaryInjectAdapter), "Inject");
    }

    [TestMethod]
    public void ExtractGet_EachCall_ReturnsSameStream()
    {
        var stream = StreamAtEnd(1);
        var adapter = new BinaryExtractAdapter(stream);

        var results = new[] { adapter.Get(), adapter.Get() };

        CollectionAssert.AreEqual(new[] { stream, stream }, results);
    }

    [TestMethod]
    public void ExtractGet_SecondCall_Rewinds()
    {
        var adapter = new BinaryExtractAdapter(StreamAtEnd(1));
        adapter.Get().ReadByte();

        var position = adapter.Get().Position;

        Assert.AreEqual(0, position);
    }

    [TestMethod]
    public void ExtractSet_Always_Throws()
    {
        var adapter = new BinaryExtractAdapter(new MemoryStream());

        void Act() => adapter.Set(new MemoryStream());

        AssertNames(Assert.ThrowsExactly<NotSupportedException>(Act), nameof(BinaryExtractAdapter), "Extract");
    }

    [TestMethod]
    [DataRow(typeof(BinaryInjectAdapter), false)]
    [DataRow(typeof(BinaryExtractAdapter), false)]
    [DataRow(typeof(TextMapInjectAdapter), true)]
    [DataRow(typeof(TextMapExtractAdapter), true)]
    public void Type_Adapter_IsSealedOnlyForText(Type type, bool expected)
    {
        var actual = type.IsSealed;

        Assert.AreEqual(expected, actual);
    }

    [TestMethod]
    [DataRow(typeof(BinaryInjectAdapter), "Get")]
    [DataRow(typeof(BinaryInjectAdapter), "Set")]
    [DataRow(typeof(BinaryExtractAdapter), "Get")]
    [DataRow(typeof(BinaryExtractAdapter), "Set")]
    public void Method_OfUnsealedAdapter_CannotBeOverridden(Type type, string name)
    {
        var method = type.GetMethod(name);

        var overridable = method.IsVirtual && !method.IsFinal;

        Assert.IsFalse(overridable);
    }

    private static MemoryStream StreamAtEnd(params byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }

    private static void AssertNames(Exception exception, string type, string operation)
    {
        Assert.Contains(type, exception.Message);
        Assert.Contains(operation, exception.Message.Replace(type, string.Empty, StringComparison.Ordinal));
    }
}
