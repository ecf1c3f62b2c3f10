using MessagePack;

namespace Segue.TraceView.Tests;

[TestClass]
public sealed class V04DecoderTests
{
    private const int Seed = 20_260;

    [TestMethod]
    public void TryDecode_Golden_GivesEveryFieldOfTheFirstSpan()
    {
        var span = Decode(Payloads.Golden)[0][0];

        Assert.AreEqual("00000000000000ff1122334455667788", span.TraceId);
        Assert.AreEqual(0x1122334455667788UL, span.TraceIdLow);
        Assert.AreEqual(0xa1UL, span.SpanId);
        Assert.AreEqual(0x8000000000000001UL, span.ParentId);
        Assert.AreEqual("get", span.Name);
        Assert.AreEqual("GET /x", span.Resource);
        Assert.AreEqual("shop", span.Service);
        Assert.AreEqual("web", span.Type);
        Assert.AreEqual(1_700_000_000_000_000_000L, span.StartUnixNanoseconds);
        Assert.AreEqual(1000L, span.DurationNanoseconds);
        Assert.IsTrue(span.Error);
        Assert.AreEqual(SpanApi.Native, span.Api);
        CollectionAssert.AreEquivalent(new[] { "_dd.p.tid=00000000000000ff", "otel.library.name=Segue" }, span.Meta.Select(item => item.Key + "=" + item.Value).ToArray());
        CollectionAssert.AreEquivalent(new[] { "n=1.5", "i=7" }, span.Metrics.Select(item => FormattableString.Invariant($"{item.Key}={item.Value}")).ToArray());
    }

    [TestMethod]
    public void TryDecode_Golden_GivesTheLink()
    {
        var link = Decode(Payloads.Golden)[0][0].Links.Single();

        Assert.AreEqual("00000000000000010000000000000002", link.TraceId);
        Assert.AreEqual(3UL, link.SpanId);
        Assert.AreEqual("v", link.Attributes["k"]);
        Assert.AreEqual("a=b", link.TraceState);
        Assert.AreEqual(0x80000001U, link.Flags);
    }

    [TestMethod]
    public void TryDecode_SpanWithLittle_HasDefaultsAndTheTraceIdOfItsChunk()
    {
        var span = Decode(Payloads.Golden)[0][1];

        Assert.AreEqual("00000000000000ff1122334455667788", span.TraceId);
        Assert.AreEqual(0UL, span.ParentId);
        Assert.AreEqual("", span.Type);
        Assert.IsFalse(span.Error);
        Assert.IsEmpty(span.Meta);
        Assert.IsEmpty(span.Links);
    }

    [TestMethod]
    public void TryDecode_EveryTruncation_IsRefusedWithAReason()
    {
        var golden = Payloads.Golden;
        for (var length = 0; length < golden.Length; length++)
        {
            Assert.IsFalse(V04Decoder.TryDecode(golden.AsMemory(0, length), out var chunks, out var problem), $"{length} bytes");
            Assert.IsEmpty(chunks, $"{length} bytes");
            Assert.IsFalse(string.IsNullOrEmpty(problem), $"{length} bytes");
        }
    }

    [TestMethod]
    public void TryDecode_EveryByteReplaced_NeverThrows()
    {
        var golden = Payloads.Golden;
        byte[] replacements = [0x00, 0x7f, 0x80, 0x90, 0xa0, 0xc0, 0xc1, 0xc6, 0xcf, 0xd9, 0xdb, 0xdd, 0xdf, 0xff];
        for (var i = 0; i < golden.Length; i++)
        {
            foreach (var replacement in replacements)
            {
                var changed = (byte[])golden.Clone();
                changed[i] = replacement;
                var understood = V04Decoder.TryDecode(changed, out _, out var problem);
                Assert.AreEqual(understood, problem is null, $"0x{replacement:x2} at {i}");
            }
        }
    }

    [TestMethod]
    public void TryDecode_Garbage_NeverThrows()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 5000; round++)
        {
            var garbage = new byte[random.Next(0, 64)];
            random.NextBytes(garbage);
            if (garbage.Length > 2) (garbage[0], garbage[1]) = (0x91, 0x91);
            var understood = V04Decoder.TryDecode(garbage, out _, out var problem);
            Assert.AreEqual(understood, problem is null, Convert.ToHexString(garbage));
        }
    }

    [TestMethod]
    [DataRow("", DisplayName = "nothing")]
    [DataRow("80", DisplayName = "a map instead of chunks")]
    [DataRow("9180", DisplayName = "a map instead of a chunk")]
    [DataRow("919190", DisplayName = "an array instead of a span")]
    [DataRow("919180", DisplayName = "a span without ids")]
    [DataRow("919181a874726163655f696401", DisplayName = "a span without span_id")]
    [DataRow("919181a77370616e5f696401", DisplayName = "a span without trace_id")]
    [DataRow("919182a874726163655f6964c0a77370616e5f696401", DisplayName = "trace_id nil")]
    [DataRow("919182a874726163655f6964ffa77370616e5f696401", DisplayName = "trace_id below zero")]
    [DataRow("919182a874726163655f6964a131a77370616e5f696401", DisplayName = "trace_id as text")]
    [DataRow("91918101", DisplayName = "a key that is a number")]
    [DataRow("ddffffffff", DisplayName = "four billion chunks")]
    [DataRow("91ddffffffff", DisplayName = "four billion spans")]
    [DataRow("9191dfffffffff", DisplayName = "four billion fields")]
    [DataRow("9191dbffffffff", DisplayName = "text instead of a span")]
    [DataRow("9000", DisplayName = "bytes after the end")]
    [DataRow("c1", DisplayName = "the code that is never used")]
    public void TryDecode_Malformed_IsRefused(string hex)
    {
        var understood = V04Decoder.TryDecode(Convert.FromHexString(hex), out var chunks, out var problem);

        Assert.IsFalse(understood);
        Assert.IsEmpty(chunks);
        Assert.IsFalse(string.IsNullOrEmpty(problem));
    }

    [TestMethod]
    [DataRow("90", 0)]
    [DataRow("9190", 1)]
    [DataRow("929090", 2)]
    public void TryDecode_NoSpans_GivesEmptyChunks(string hex, int count)
    {
        var chunks = Decode(Convert.FromHexString(hex));

        Assert.HasCount(count, chunks);
        Assert.IsTrue(chunks.All(chunk => chunk.Count == 0));
    }

    [TestMethod]
    public void TryDecode_UnknownKeyNestedDeeply_IsSkipped()
    {
        var payload = Payloads.SpanWith((ref MessagePackWriter writer) =>
        {
            writer.Write("unknown");
            for (var depth = 0; depth < 100_000; depth++) writer.WriteArrayHeader(1);
            writer.WriteNil();
        });

        Assert.AreEqual(2UL, Decode(payload)[0][0].SpanId);
    }

    [TestMethod]
    [DataRow("00000000000000ff", "00000000000000ff0000000000000001")]
    [DataRow("ABCDEF0123456789", "abcdef01234567890000000000000001")]
    [DataRow("", "00000000000000000000000000000001")]
    [DataRow("ff", "00000000000000000000000000000001")]
    [DataRow("00000000000000ff0", "00000000000000000000000000000001")]
    [DataRow("zzzzzzzzzzzzzzzz", "00000000000000000000000000000001")]
    [DataRow(" 0000000000000f ", "00000000000000000000000000000001")]
    public void TryDecode_UpperHalfOfTheTraceId_IsReadOnlyAsSixteenHexDigits(string text, string expected)
    {
        var payload = Payloads.SpanWith((ref MessagePackWriter writer) =>
        {
            writer.Write("meta");
            writer.WriteMapHeader(1);
            writer.Write("_dd.p.tid");
            writer.Write(text);
        });

        Assert.AreEqual(expected, Decode(payload)[0][0].TraceId);
    }

    [TestMethod]
    public void TryDecode_NumbersInAnyForm_AreRead()
    {
        var payload = Payloads.SpanWith((ref MessagePackWriter writer) =>
        {
            writer.Write("metrics");
            writer.WriteMapHeader(3);
            writer.Write("single");
            writer.Write(0.5f);
            writer.Write("below zero");
            writer.Write(-3);
            writer.Write("nil");
            writer.WriteNil();
        });

        var metrics = Decode(payload)[0][0].Metrics;

        Assert.HasCount(2, metrics);
        Assert.AreEqual(0.5, metrics["single"]);
        Assert.AreEqual(-3.0, metrics["below zero"]);
    }

    private static IReadOnlyList<IReadOnlyList<ReceivedSpan>> Decode(byte[] payload)
    {
        Assert.IsTrue(V04Decoder.TryDecode(payload, out var chunks, out var problem), problem);
        return chunks;
    }
}
