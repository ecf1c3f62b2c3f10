using System.Buffers;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class DocumentTests
{
    private static readonly byte[] _composite = Encode.ToBytes((ref w) =>
    {
        w.WriteMapHeader(4);
        w.Write("numbers");
        w.WriteArrayHeader(17);
        foreach (var value in new long[] { 0, 127, 128, 256, 65536, 4294967296, -1, -33, -129, -32769, -2147483649 })
            w.Write(value);
        w.WriteInt64(3);
        w.Write(1.5f);
        w.Write(2.5);
        w.Write(ulong.MaxValue);
        w.Write(true);
        w.WriteNil();
        w.Write("texts");
        w.WriteArrayHeader(3);
        w.Write("");
        w.Write("日本語 in more than thirty-one bytes");
        w.Write(new string('z', 300));
        w.Write("bytes");
        w.Write(new byte[] { 1, 2, 3, 4, 5 });
        w.Write("extensions");
        w.WriteArrayHeader(3);
        w.WriteExtensionFormat(new ExtensionResult(5, new byte[] { 1, 2, 3, 4 }));
        w.WriteExtensionFormat(new ExtensionResult(6, new byte[3]));
        w.WriteExtensionFormat(new ExtensionResult(7, new byte[300]));
    });

    [TestMethod]
    public void Read_EveryPrefix_ThrowsEndOfStream()
    {
        for (var length = 0; length < _composite.Length; length++)
        {
            var prefix = _composite[..length];
            Assert.ThrowsExactly<EndOfStreamException>(() => ReadWhole(new ReadOnlySequence<byte>(prefix)), $"{length} bytes");
            Assert.ThrowsExactly<EndOfStreamException>(() => new MessagePackReader(prefix).Skip(), $"{length} bytes");
            Assert.ThrowsExactly<EndOfStreamException>(() => new MessagePackReader(prefix).ReadRaw(), $"{length} bytes");
            if (length > 1)
                Assert.ThrowsExactly<EndOfStreamException>(() => ReadWhole(Segments.Split(prefix, length / 2)), $"{length} bytes");
        }
    }

    [TestMethod]
    public void Read_SplitAtEveryPosition_ReadsTheSame()
    {
        var expected = ReadWhole(new ReadOnlySequence<byte>(_composite));
        for (var cut = 0; cut <= _composite.Length; cut++)
        {
            var sequence = Segments.Split(_composite, cut);
            var skipping = new MessagePackReader(sequence);
            skipping.Skip();

            Assert.AreEqual(expected, ReadWhole(sequence), $"cut at {cut}");
            Assert.IsTrue(skipping.End);
            Assert.AreSequenceEqual(_composite, new MessagePackReader(sequence).ReadRaw().ToArray());
        }

        Assert.AreEqual(expected, ReadWhole(Segments.Shred(_composite)));
    }

    [TestMethod]
    public void Read_RandomDocuments_GivesBackWhatWasWritten()
    {
        var random = new Random(31415926);
        for (var i = 0; i < 3000; i++)
        {
            var document = Document.Create(random, 4);
            var bytes = Encode.ToBytes((ref w) => Document.Write(ref w, document));
            var sequence = i % 2 == 0 ? new ReadOnlySequence<byte>(bytes) : Segments.Split(bytes, random.Next(bytes.Length), bytes.Length);
            var skipping = new MessagePackReader(sequence);
            var raw = new MessagePackReader(sequence);

            skipping.Skip();

            Assert.AreEqual(Document.Print(document), ReadWhole(sequence), $"document {i}");
            Assert.IsTrue(skipping.End);
            Assert.AreSequenceEqual(bytes, raw.ReadRaw().ToArray());
            Assert.IsTrue(raw.End);
        }
    }

    [TestMethod]
    [OwnSourceOnly]
    public void Read_RandomBytes_ThrowsOnlyWhatIsDocumented()
    {
        var random = new Random(27182818);
        var outcomes = new Dictionary<string, int>();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            foreach (var action in new Action[]
            {
                () => ReadWhole(new ReadOnlySequence<byte>(bytes)),
                () => new MessagePackReader(bytes).Skip(),
                () => new MessagePackReader(bytes).ReadDateTime(),
            })
            {
                var outcome = OutcomeOf(action);
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
        }

        Assert.AreSequenceEqual(
            new[] { nameof(EndOfStreamException), nameof(MessagePackSerializationException), "read" },
            outcomes.Keys.Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    [OwnSourceOnly]
    public void Read_OneByteChanged_ThrowsOnlyWhatIsDocumented()
    {
        var allowed = new[] { nameof(EndOfStreamException), nameof(MessagePackSerializationException), "read" };
        for (var position = 0; position < 120; position++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = _composite.ToArray();
                changed[position] = (byte)value;

                Assert.Contains(OutcomeOf(() => ReadWhole(new ReadOnlySequence<byte>(changed))), allowed);
                Assert.Contains(OutcomeOf(() => new MessagePackReader(changed).Skip()), allowed);
            }
        }
    }

    private static string OutcomeOf(Action action)
    {
        try
        {
            action();
            return "read";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }

    private static string ReadWhole(in ReadOnlySequence<byte> sequence)
    {
        var reader = new MessagePackReader(sequence);
        var printed = Document.Print(Document.Read(ref reader));
        return printed + (reader.End && reader.Consumed == sequence.Length ? "" : " and more");
    }
}
