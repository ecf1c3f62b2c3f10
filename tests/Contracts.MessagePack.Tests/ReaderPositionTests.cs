using System.Buffers;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class ReaderPositionTests
{
    [TestMethod]
    public void Reader_OverNothing_IsAtTheEnd()
    {
        var reader = new MessagePackReader(ReadOnlyMemory<byte>.Empty);

        Assert.IsTrue(reader.End);
        Assert.AreEqual(0L, reader.Consumed);
        Assert.ThrowsExactly<EndOfStreamException>(() => new MessagePackReader(ReadOnlyMemory<byte>.Empty).NextCode);
        Assert.ThrowsExactly<EndOfStreamException>(() => new MessagePackReader(ReadOnlyMemory<byte>.Empty).TryReadNil());
        Assert.ThrowsExactly<EndOfStreamException>(() => new MessagePackReader(ReadOnlyMemory<byte>.Empty).Skip());
    }

    [TestMethod]
    public void CreatePeekReader_MovedOn_LeavesTheReader()
    {
        var reader = Encode.ReaderOf("920102");

        var ahead = reader.CreatePeekReader();
        ahead.Skip();

        Assert.IsTrue(ahead.End);
        Assert.AreEqual(0L, reader.Consumed);
        Assert.AreEqual(MessagePackType.Array, reader.NextMessagePackType);
    }

    [TestMethod]
    public void Position_EveryStep_SlicesTheRest()
    {
        byte[] document = [0x93, 1, 2, 3];
        foreach (var sequence in new[] { new ReadOnlySequence<byte>(document), Segments.Shred(document), Segments.Split(document, 2) })
        {
            var reader = new MessagePackReader(sequence);
            reader.ReadArrayHeader();
            for (var i = 1; i <= 4; i++)
            {
                Assert.AreSequenceEqual(document[i..], reader.Sequence.Slice(reader.Position).ToArray());
                Assert.AreEqual(i, reader.Consumed);
                if (i < 4)
                    Assert.AreEqual(i, reader.ReadInt32());
            }

            Assert.IsTrue(reader.End);
        }
    }

    [TestMethod]
    public void ReadRaw_LengthOrValue_GivesItsBytes()
    {
        var reader = Encode.ReaderOf("9201a16102c3");

        Assert.AreEqual("9201a161", Convert.ToHexStringLower(reader.ReadRaw().ToArray()));
        Assert.AreEqual("02", Convert.ToHexStringLower(reader.ReadRaw(1).ToArray()));
        Assert.IsTrue(reader.ReadBoolean());
        Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf("0102").ReadRaw(3));
    }

    [TestMethod]
    public void Clone_OtherSequence_KeepsDepthAndToken()
    {
        using var source = new CancellationTokenSource();
        var reader = new MessagePackReader(new byte[] { 1 }) { Depth = 3, CancellationToken = source.Token };

        var clone = reader.Clone(new ReadOnlySequence<byte>([2]));

        Assert.AreEqual(3, clone.Depth);
        Assert.AreEqual(source.Token, clone.CancellationToken);
        Assert.AreEqual(2, clone.ReadInt32());
        Assert.AreEqual(0L, reader.Consumed);
    }

    [TestMethod]
    [OwnSourceOnly]
    [DataRow((byte)0x91)]
    [DataRow((byte)0x81)]
    public void Skip_MillionLevels_DoesNotRecurse(byte code)
    {
        var document = new byte[1_000_001];
        document.AsSpan().Fill(code);
        if (code == 0x81)
        {
            for (var i = 1; i < document.Length; i += 2)
                document[i] = 0;
        }

        document[^1] = MessagePackCode.Nil;
        var reader = new MessagePackReader(document);

        reader.Skip();

        Assert.IsTrue(reader.End);
        Assert.ThrowsExactly<EndOfStreamException>(() => new MessagePackReader(document.AsMemory(0, document.Length - 1)).Skip());
    }

    [TestMethod]
    public void ToMessagePackType_EveryCode_AgreesWithItsName()
    {
        var kinds = new Dictionary<string, MessagePackType>
        {
            ["positive fixint"] = MessagePackType.Integer,
            ["negative fixint"] = MessagePackType.Integer,
            ["uint"] = MessagePackType.Integer,
            ["int"] = MessagePackType.Integer,
            ["nil"] = MessagePackType.Nil,
            ["true"] = MessagePackType.Boolean,
            ["false"] = MessagePackType.Boolean,
            ["float"] = MessagePackType.Float,
            ["fixstr"] = MessagePackType.String,
            ["str"] = MessagePackType.String,
            ["bin"] = MessagePackType.Binary,
            ["fixarray"] = MessagePackType.Array,
            ["array"] = MessagePackType.Array,
            ["fixmap"] = MessagePackType.Map,
            ["map"] = MessagePackType.Map,
            ["fixext"] = MessagePackType.Extension,
            ["ext"] = MessagePackType.Extension,
            ["(never used)"] = MessagePackType.Unknown,
        };

        for (var code = 0; code <= 255; code++)
        {
            var name = MessagePackCode.ToFormatName((byte)code).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd();
            Assert.AreEqual(kinds[name], MessagePackCode.ToMessagePackType((byte)code), $"0x{code:x2} {name}");
        }
    }
}
