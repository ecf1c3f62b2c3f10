using System.Buffers;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class ReaderPayloadTests
{
    [TestMethod]
    [DataRow("90", 0)]
    [DataRow("9f", 15)]
    [DataRow("dc0003", 3)]
    [DataRow("dcffff", 65535)]
    [DataRow("dd00000003", 3)]
    [DataRow("dd00010000", 65536)]
    public void ReadArrayHeader_EveryForm_NeedsAByteForEachValue(string hex, int count)
    {
        Assert.AreEqual(count, Encode.ReaderOf(hex, count).ReadArrayHeader());
        if (count > 0)
            Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex, count - 1).ReadArrayHeader());
    }

    [TestMethod]
    [DataRow("80", 0)]
    [DataRow("8f", 15)]
    [DataRow("de0003", 3)]
    [DataRow("deffff", 65535)]
    [DataRow("df00000003", 3)]
    [DataRow("df00010000", 65536)]
    public void ReadMapHeader_EveryForm_NeedsTwoBytesForEachPair(string hex, int count)
    {
        Assert.AreEqual(count, Encode.ReaderOf(hex, 2 * count).ReadMapHeader());
        if (count > 0)
            Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex, (2 * count) - 1).ReadMapHeader());
    }

    [TestMethod]
    [DataRow("ddffffffff")]
    [DataRow("dd7fffffff")]
    [DataRow("dfffffffff")]
    [DataRow("df7fffffff")]
    [DataRow("dbffffffff")]
    [DataRow("db7fffffff")]
    [DataRow("c6ffffffff")]
    [DataRow("c67fffffff")]
    [DataRow("c9ffffffff01")]
    [DataRow("c97fffffff01")]
    public void Read_DeclaredLengthBeyondTheData_ThrowsAndAllocatesLittle(string hex)
    {
        Assert.ThrowsExactly<EndOfStreamException>(() => ReadAny(hex));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<EndOfStreamException>(() => ReadAny(hex));
        Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex, 10).Skip());
        Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex, 10).ReadRaw());

        Assert.IsLessThan(1_000_000L, GC.GetAllocatedBytesForCurrentThread() - before);

        static object? ReadAny(string hex)
        {
            var reader = Encode.ReaderOf(hex, 10);
            return Document.Read(ref reader);
        }
    }

    [TestMethod]
    [DataRow("a3616263")]
    [DataRow("d903616263")]
    [DataRow("da0003616263")]
    [DataRow("db00000003616263")]
    public void ReadString_EveryForm_ReadsIt(string hex)
    {
        var split = Segments.Shred(Convert.FromHexString(hex));

        Assert.AreEqual("abc", Encode.ReaderOf(hex).ReadString());
        Assert.AreEqual("abc", new MessagePackReader(split).ReadString());
        Assert.AreSequenceEqual("abc"u8.ToArray(), Encode.ReaderOf(hex).ReadStringSequence()!.Value.ToArray());
        Assert.AreSequenceEqual("abc"u8.ToArray(), new MessagePackReader(split).ReadStringSequence()!.Value.ToArray());
        Assert.IsTrue(Encode.ReaderOf(hex).TryReadStringSpan(out var span));
        Assert.AreSequenceEqual("abc"u8.ToArray(), span.ToArray());
        Assert.IsFalse(new MessagePackReader(split).TryReadStringSpan(out _));
    }

    [TestMethod]
    [DataRow("c403010203")]
    [DataRow("c50003010203")]
    [DataRow("c600000003010203")]
    public void ReadBytes_EveryForm_ReadsThem(string hex)
    {
        Assert.AreSequenceEqual(new byte[] { 1, 2, 3 }, Encode.ReaderOf(hex).ReadBytes()!.Value.ToArray());
        Assert.AreSequenceEqual(new byte[] { 1, 2, 3 }, new MessagePackReader(Segments.Shred(Convert.FromHexString(hex))).ReadBytes()!.Value.ToArray());
    }

    [TestMethod]
    public void ReadPayload_Nil_GivesNull()
    {
        Assert.IsNull(Encode.ReaderOf("c0").ReadString());
        Assert.IsNull(Encode.ReaderOf("c0").ReadStringSequence());
        Assert.IsNull(Encode.ReaderOf("c0").ReadBytes());
        Assert.IsFalse(Encode.ReaderOf("c0").TryReadStringSpan(out _));
    }

    [TestMethod]
    public void TryReadNil_NilThenValue_PassesOnlyTheNil()
    {
        var reader = Encode.ReaderOf("c001");

        Assert.IsTrue(reader.IsNil);
        Assert.IsTrue(reader.TryReadNil());
        Assert.IsFalse(reader.TryReadNil());
        Assert.AreEqual(1L, reader.Consumed);
    }

    [TestMethod]
    [DataRow("c2", false)]
    [DataRow("c3", true)]
    public void ReadBoolean_EitherCode_ReadsIt(string hex, bool value) => Assert.AreEqual(value, Encode.ReaderOf(hex).ReadBoolean());

    [TestMethod]
    [DataRow("d407", 1)]
    [DataRow("d507", 2)]
    [DataRow("d607", 4)]
    [DataRow("d707", 8)]
    [DataRow("d807", 16)]
    [DataRow("c70007", 0)]
    [DataRow("c70507", 5)]
    [DataRow("c8010007", 256)]
    [DataRow("c90001000007", 65536)]
    public void ReadExtensionFormat_EveryForm_NeedsItsPayload(string hex, int length)
    {
        var extension = Encode.ReaderOf(hex, length).ReadExtensionFormat();

        Assert.AreEqual(7, extension.TypeCode);
        Assert.AreEqual(length, extension.Data.Length);
        Assert.IsTrue(new ExtensionHeader(7, length).Equals(extension.Header));
        if (length > 0)
            Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex, length - 1).ReadExtensionFormat());
    }

    [TestMethod]
    [DataRow("dc00")]
    [DataRow("dd000000")]
    [DataRow("")]
    public void TryReadArrayHeader_HeaderCut_ReadsNothing(string hex)
    {
        var reader = Encode.ReaderOf(hex);

        Assert.IsFalse(reader.TryReadArrayHeader(out _));
        Assert.AreEqual(0L, reader.Consumed);
    }

    [TestMethod]
    [DataRow("de00")]
    [DataRow("df000000")]
    [DataRow("")]
    public void TryReadMapHeader_HeaderCut_ReadsNothing(string hex)
    {
        var reader = Encode.ReaderOf(hex);

        Assert.IsFalse(reader.TryReadMapHeader(out _));
        Assert.AreEqual(0L, reader.Consumed);
    }

    [TestMethod]
    [DataRow("d4")]
    [DataRow("c7")]
    [DataRow("c701")]
    [DataRow("c900000001")]
    [DataRow("")]
    public void TryReadExtensionFormatHeader_HeaderCut_ReadsNothing(string hex)
    {
        var reader = Encode.ReaderOf(hex);

        Assert.IsFalse(reader.TryReadExtensionFormatHeader(out _));
        Assert.AreEqual(0L, reader.Consumed);
    }

    [TestMethod]
    public void TryReadHeader_WholeHeaderWithoutContents_ReadsIt()
    {
        Assert.IsTrue(Encode.ReaderOf("dc0010").TryReadArrayHeader(out var items));
        Assert.IsTrue(Encode.ReaderOf("de0011").TryReadMapHeader(out var pairs));
        Assert.IsTrue(Encode.ReaderOf("c81000ff").TryReadExtensionFormatHeader(out var extension));

        Assert.AreEqual(16, items);
        Assert.AreEqual(17, pairs);
        Assert.AreEqual(4096u, extension.Length);
        Assert.AreEqual(-1, extension.TypeCode);
    }

    [TestMethod]
    [DataRow("01")]
    [DataRow("c1")]
    [DataRow("cb3ff8000000000000")]
    public void Read_OtherKind_Throws(string hex)
    {
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadString());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).TryReadStringSpan(out _));
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadBytes());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadNil());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadBoolean());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadArrayHeader());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).TryReadArrayHeader(out _));
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadMapHeader());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).TryReadMapHeader(out _));
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadExtensionFormat());
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadDateTime());
    }

    [TestMethod]
    [OwnSourceOnly]
    [DataRow("d60000000000", DisplayName = "type code is not -1")]
    [DataRow("d5ff0000", DisplayName = "length is not 4, 8 or 12")]
    [DataRow("d7ffee6b280000000000", DisplayName = "a whole second of nanoseconds")]
    [DataRow("c70cff3b9aca000000000000000000", DisplayName = "a whole second of nanoseconds, 96 bits")]
    [DataRow("c70cff000000007fffffffffffffff", DisplayName = "after year 9999")]
    [DataRow("c70cff000000008000000000000000", DisplayName = "before year 1")]
    [DataRow("c70cff00000000fffffff1886e08ff", DisplayName = "one second before year 1")]
    [DataRow("c70cff000000000000003afff44180", DisplayName = "first second of year 10000")]
    public void ReadDateTime_NotATimestamp_Throws(string hex) =>
        Assert.ThrowsExactly<MessagePackSerializationException>(() => Encode.ReaderOf(hex).ReadDateTime());
}
