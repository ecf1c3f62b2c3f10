using System.Buffers;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class WriterBufferTests
{
    [TestMethod]
    public void Flush_AfterWrites_CommitsThemOnce()
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        var writer = new MessagePackWriter(buffer);
        writer.Write(1);
        var before = buffer.WrittenCount;

        writer.Flush();
        writer.Flush();

        Assert.AreEqual(0, before);
        Assert.AreEqual(1, buffer.WrittenCount);
    }

    [TestMethod]
    public void Write_AfterFlush_AppendsBehindWhatOthersWrote()
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        var writer = new MessagePackWriter(buffer);
        writer.Write(1);
        writer.Flush();
        buffer.Write<byte>([9, 9]);

        writer.Write(2);
        writer.Flush();

        Assert.AreEqual("01090902", Convert.ToHexStringLower(buffer.WrittenSpan));
    }

    [TestMethod]
    public void Advance_BytesFilledByHand_BecomeOutput()
    {
        var hex = Encode.ToHex((ref w) =>
        {
            w.WriteArrayHeader(2);
            w.GetSpan(2)[0] = MessagePackCode.True;
            w.Advance(1);
            w.Write(false);
        });

        Assert.AreEqual("92c3c2", hex);
    }

    [TestMethod]
    [OwnSourceOnly]
    public void Advance_MoreThanTheSpanHolds_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Encode.ToBytes((ref w) => w.Advance(1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Encode.ToBytes((ref w) => w.Advance(-1)));
    }

    [TestMethod]
    public void WriteRaw_SegmentsOfADocument_CopiesThem()
    {
        byte[] document = [0x93, 1, 2, 3];

        Assert.AreEqual("93010203", Encode.ToHex((ref w) => w.WriteRaw(document)));
        Assert.AreEqual("93010203", Encode.ToHex((ref w) => w.WriteRaw(Segments.Split(document, 1, 1, 3))));
    }

    [TestMethod]
    public void Write_SpansWithoutSlack_GivesTheSameBytes()
    {
        var random = new Random(20260731);
        for (var i = 0; i < 300; i++)
        {
            var document = Document.Create(random, 3);
            var tight = new TightBufferWriter();
            var writer = new MessagePackWriter(tight);

            Document.Write(ref writer, document);
            writer.Flush();

            Assert.AreEqual(Encode.ToHex((ref w) => Document.Write(ref w, document)), Convert.ToHexStringLower(tight.ToArray()));
        }
    }

    [TestMethod]
    public void Clone_OtherBuffer_WritesThereWithTheSameToken()
    {
        using var source = new CancellationTokenSource();
        var first = new ArrayBufferWriter<byte>();
        var second = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(first) { CancellationToken = source.Token };

        var clone = writer.Clone(second);
        clone.Write(5);
        clone.Flush();
        writer.Flush();

        Assert.AreEqual(source.Token, clone.CancellationToken);
        Assert.AreEqual(0, first.WrittenCount);
        Assert.AreEqual(1, second.WrittenCount);
    }

    [TestMethod]
    public void Write_ThousandMapsIntoGrownBuffer_AllocatesNothing()
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        var payload = new byte[16];
        WriteMaps(buffer, payload);
        buffer.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        WriteMaps(buffer, payload);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.AreEqual(0L, allocated);
        Assert.IsGreaterThan(100_000, buffer.WrittenCount);
    }

    private static void WriteMaps(ArrayBufferWriter<byte> buffer, byte[] payload)
    {
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1000);
        for (var i = 0; i < 1000; i++)
        {
            writer.WriteMapHeader(8);
            writer.Write("service");
            writer.Write("checkout-é");
            writer.Write("trace_id");
            writer.Write(ulong.MaxValue - (ulong)i);
            writer.Write("error");
            writer.Write(i % 2);
            writer.Write("start");
            writer.Write(1_700_000_000_000_000_000L + i);
            writer.Write("metrics");
            writer.Write(0.5);
            writer.Write("sampled".AsSpan());
            writer.Write(true);
            writer.Write("span_links");
            writer.WriteNil();
            writer.WriteString("payload"u8);
            writer.Write(payload);
        }

        writer.Flush();
    }

    /// <summary>Gives exactly the bytes asked for, each time in a new array.</summary>
    private sealed class TightBufferWriter : IBufferWriter<byte>
    {
        private readonly List<byte> _written = [];
        private byte[] _lent = [];

        public void Advance(int count) => _written.AddRange(_lent.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => _lent = new byte[Math.Max(1, sizeHint)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public byte[] ToArray() => [.. _written];
    }
}
