using System.Buffers;
using System.Text;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class WriterPayloadTests
{
    [TestMethod]
    [DataRow(0u, "90")]
    [DataRow(15u, "9f")]
    [DataRow(16u, "dc0010")]
    [DataRow(65535u, "dcffff")]
    [DataRow(65536u, "dd00010000")]
    [DataRow(2147483647u, "dd7fffffff")]
    [DataRow(uint.MaxValue, "ddffffffff")]
    public void WriteArrayHeader_Count_TakesShortestForm(uint count, string hex)
    {
        Assert.AreEqual(hex, Encode.ToHex((ref w) => w.WriteArrayHeader(count)));
        if (count <= int.MaxValue)
            Assert.AreEqual(hex, Encode.ToHex((ref w) => w.WriteArrayHeader((int)count)));
    }

    [TestMethod]
    [DataRow(0u, "80")]
    [DataRow(15u, "8f")]
    [DataRow(16u, "de0010")]
    [DataRow(65535u, "deffff")]
    [DataRow(65536u, "df00010000")]
    [DataRow(2147483647u, "df7fffffff")]
    [DataRow(uint.MaxValue, "dfffffffff")]
    public void WriteMapHeader_Count_TakesShortestForm(uint count, string hex)
    {
        Assert.AreEqual(hex, Encode.ToHex((ref w) => w.WriteMapHeader(count)));
        if (count <= int.MaxValue)
            Assert.AreEqual(hex, Encode.ToHex((ref w) => w.WriteMapHeader((int)count)));
    }

    [TestMethod]
    [DataRow('a')]
    [DataRow('\u007f')]
    [DataRow('\u0080')]
    [DataRow('\u0161')]
    [DataRow('\u4e61')]
    [DataRow('\ud800')]
    public void Write_OneCharacterAnywhereInShortText_IsItsUtf8(char character)
    {
        for (var length = 1; length <= 70; length++)
        {
            for (var place = 0; place < length; place++)
            {
                var text = new string('a', place) + character + new string('z', length - place - 1);

                var read = new MessagePackReader(Encode.ToBytes((ref w) => w.Write(text))).ReadStringSequence()!.Value.ToArray();

                CollectionAssert.AreEqual(Encoding.UTF8.GetBytes(text), read, $"{length} {place}");
            }
        }
    }

    [TestMethod]
    [DataRow(0, "a0")]
    [DataRow(31, "bf")]
    [DataRow(32, "d920")]
    [DataRow(255, "d9ff")]
    [DataRow(256, "da0100")]
    [DataRow(65535, "daffff")]
    [DataRow(65536, "db00010000")]
    public void Write_TextOfByteCount_TakesShortestHeader(int byteCount, string header)
    {
        var text = new string('a', byteCount);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var expected = header + Convert.ToHexStringLower(utf8);

        Assert.AreEqual(header, Encode.ToHex((ref w) => w.WriteStringHeader(byteCount)));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(text)));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(text.AsSpan())));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.WriteString(utf8)));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.WriteString(new ReadOnlySequence<byte>(utf8))));
    }

    [TestMethod]
    [DataRow("é", 15, "be")]
    [DataRow("é", 16, "d920")]
    [DataRow("日", 10, "be")]
    [DataRow("日", 11, "d921")]
    [DataRow("é", 127, "d9fe")]
    [DataRow("é", 128, "da0100")]
    [DataRow("日", 85, "d9ff")]
    [DataRow("日", 86, "da0102")]
    [DataRow("🎉", 63, "d9fc")]
    [DataRow("🎉", 64, "da0100")]
    [DataRow("日", 21845, "daffff")]
    [DataRow("日", 21846, "db00010002")]
    public void Write_TextWiderThanAscii_TakesHeaderOfItsByteCount(string unit, int times, string header)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));
        var expected = header + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        var roomy = new ArrayBufferWriter<byte>(400_000);
        var roomyWriter = new MessagePackWriter(roomy);

        roomyWriter.WriteNil();
        roomyWriter.Write(text);
        roomyWriter.Flush();

        Assert.AreEqual("c0" + expected, Convert.ToHexStringLower(roomy.WrittenSpan));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(text)));
    }

    [TestMethod]
    public void Write_LoneSurrogate_WritesReplacementCharacter() =>
        Assert.AreEqual("a561efbfbd62", Encode.ToHex((ref w) => w.Write("a\ud83cb")));

    [TestMethod]
    public void Write_NullTextOrBytes_WritesNil()
    {
        Assert.AreEqual("c0", Encode.ToHex((ref w) => w.Write((string?)null)));
        Assert.AreEqual("c0", Encode.ToHex((ref w) => w.Write((byte[]?)null)));
    }

    [TestMethod]
    [DataRow(0, "c400")]
    [DataRow(31, "c41f")]
    [DataRow(255, "c4ff")]
    [DataRow(256, "c50100")]
    [DataRow(65535, "c5ffff")]
    [DataRow(65536, "c600010000")]
    public void Write_BytesOfLength_TakesShortestHeader(int length, string header)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var expected = header + Convert.ToHexStringLower(bytes);

        Assert.AreEqual(header, Encode.ToHex((ref w) => w.WriteBinHeader(length)));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(bytes)));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(bytes.AsSpan())));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(new ReadOnlySequence<byte>(bytes))));
        Assert.AreEqual(expected, Encode.ToHex((ref w) => w.Write(Segments.Split(bytes, length / 3, length / 2))));
    }

    [TestMethod]
    [DataRow(0u, "c70007")]
    [DataRow(1u, "d407")]
    [DataRow(2u, "d507")]
    [DataRow(3u, "c70307")]
    [DataRow(4u, "d607")]
    [DataRow(5u, "c70507")]
    [DataRow(8u, "d707")]
    [DataRow(9u, "c70907")]
    [DataRow(16u, "d807")]
    [DataRow(17u, "c71107")]
    [DataRow(255u, "c7ff07")]
    [DataRow(256u, "c8010007")]
    [DataRow(65535u, "c8ffff07")]
    [DataRow(65536u, "c90001000007")]
    [DataRow(uint.MaxValue, "c9ffffffff07")]
    public void WriteExtensionFormatHeader_Length_TakesShortestForm(uint length, string hex) =>
        Assert.AreEqual(hex, Encode.ToHex((ref w) => w.WriteExtensionFormatHeader(new ExtensionHeader(7, length))));

    [TestMethod]
    public void WriteExtensionFormat_NegativeTypeCode_WritesHeaderAndPayload() =>
        Assert.AreEqual("c70380010203", Encode.ToHex((ref w) => w.WriteExtensionFormat(new ExtensionResult(-128, new byte[] { 1, 2, 3 }))));

    [TestMethod]
    [DataRow("1970-01-01T00:00:00Z", "d6ff00000000")]
    [DataRow("2106-02-07T06:28:15Z", "d6ffffffffff")]
    [DataRow("2106-02-07T06:28:16Z", "d7ff0000000100000000")]
    [DataRow("1970-01-01T00:00:00.0000001Z", "d7ff0000019000000000")]
    [DataRow("2514-05-30T01:53:03.9999999Z", "d7ffee6b2673ffffffff")]
    [DataRow("2514-05-30T01:53:04Z", "c70cff000000000000000400000000")]
    [DataRow("1969-12-31T23:59:59.5Z", "c70cff1dcd6500ffffffffffffffff")]
    [DataRow("0001-01-01T00:00:00Z", "c70cff00000000fffffff1886e0900")]
    [DataRow("9999-12-31T23:59:59.9999999Z", "c70cff3b9ac99c0000003afff4417f")]
    public void Write_DateTime_TakesShortestTimestamp(string instant, string hex)
    {
        var value = DateTimeOffset.Parse(instant).UtcDateTime;

        Assert.AreEqual(hex, Encode.ToHex((ref w) => w.Write(value)));
        Assert.AreEqual(value, Encode.ReaderOf(hex).ReadDateTime());
    }

    [TestMethod]
    public void Write_LocalDateTime_WritesTheSameInstant()
    {
        var instant = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);

        Assert.AreEqual(Encode.ToHex((ref w) => w.Write(instant)), Encode.ToHex((ref w) => w.Write(instant.ToLocalTime())));
    }

    [TestMethod]
    [OwnSourceOnly]
    public void WriteHeader_NegativeCount_Throws()
    {
        Assert.ThrowsExactly<OverflowException>(() => Encode.ToBytes((ref w) => w.WriteArrayHeader(-1)));
        Assert.ThrowsExactly<OverflowException>(() => Encode.ToBytes((ref w) => w.WriteMapHeader(-1)));
        Assert.ThrowsExactly<OverflowException>(() => Encode.ToBytes((ref w) => w.WriteBinHeader(-1)));
        Assert.ThrowsExactly<OverflowException>(() => Encode.ToBytes((ref w) => w.WriteStringHeader(-1)));
    }
}
