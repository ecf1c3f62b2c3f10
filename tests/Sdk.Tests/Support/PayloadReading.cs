using MessagePack;

namespace Segue.Sdk.Tests.Support;

/// <summary>Reads a <c>/v0.4/traces</c> payload; an unknown or repeated key and anything left over fail.</summary>
internal static class PayloadReading
{
    internal static List<List<SentSpan>> Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new MessagePackReader(payload);
        var chunks = new List<List<SentSpan>>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            var chunk = new List<SentSpan>();
            for (var spans = reader.ReadArrayHeader(); spans > 0; spans--) chunk.Add(ReadSpan(ref reader));
            chunks.Add(chunk);
        }

        Assert.IsTrue(reader.End, "bytes are left after the payload");
        return chunks;
    }

    private static SentSpan ReadSpan(ref MessagePackReader reader)
    {
        var span = new SentSpan();
        var seen = new HashSet<string>();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadString()!;
            Assert.IsTrue(seen.Add(key), key + " stands twice");
            switch (key)
            {
                case "trace_id": span.TraceId = reader.ReadUInt64(); break;
                case "span_id": span.SpanId = reader.ReadUInt64(); break;
                case "parent_id": span.ParentId = reader.ReadUInt64(); break;
                case "name": span.Name = reader.ReadString()!; break;
                case "resource": span.Resource = reader.ReadString()!; break;
                case "service": span.Service = reader.ReadString()!; break;
                case "type": span.Type = reader.ReadString()!; break;
                case "start": span.Start = reader.ReadInt64(); break;
                case "duration": span.Duration = reader.ReadInt64(); break;
                case "error": span.Error = reader.ReadInt32(); break;
                case "meta": span.Meta = ReadTexts(ref reader); break;
                case "metrics": span.Metrics = ReadNumbers(ref reader); break;
                case "span_links":
                    for (var links = reader.ReadArrayHeader(); links > 0; links--) span.Links.Add(ReadLink(ref reader));
                    break;
                case "span_events":
                    for (var events = reader.ReadArrayHeader(); events > 0; events--) span.Events.Add(ReadEvent(ref reader));
                    break;
                default: throw new AssertFailedException("unknown key " + key);
            }
        }

        return span;
    }

    private static SentEvent ReadEvent(ref MessagePackReader reader)
    {
        var read = new SentEvent();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadString()!;
            switch (key)
            {
                case "time_unix_nano": read.Time = reader.ReadUInt64(); break;
                case "name": read.Name = reader.ReadString()!; break;
                case "attributes":
                    for (var attributes = reader.ReadMapHeader(); attributes > 0; attributes--) read.Attributes.Add(reader.ReadString()!, ReadAttribute(ref reader));
                    break;
                default: throw new AssertFailedException("unknown key " + key);
            }
        }

        return read;
    }

    private static string ReadAttribute(ref MessagePackReader reader)
    {
        Assert.AreEqual(2, reader.ReadMapHeader());
        Assert.AreEqual("type", reader.ReadString());
        var type = reader.ReadInt32();
        var key = reader.ReadString()!;
        switch (type, key)
        {
            case (0, "string_value"): return "0:" + reader.ReadString();
            case (1, "bool_value"): return "1:" + reader.ReadBoolean();
            case (2, "int_value"): return "2:" + reader.ReadInt64();
            case (3, "double_value"): return "3:" + reader.ReadDouble().ToString(System.Globalization.CultureInfo.InvariantCulture);
            case (4, "array_value"):
                Assert.AreEqual(1, reader.ReadMapHeader());
                Assert.AreEqual("values", reader.ReadString());
                var values = new List<string>();
                for (var left = reader.ReadArrayHeader(); left > 0; left--) values.Add(ReadAttribute(ref reader));
                return "4:[" + string.Join(",", values) + "]";
            default: throw new AssertFailedException("type " + type + " with " + key);
        }
    }

    private static SentLink ReadLink(ref MessagePackReader reader)
    {
        var link = new SentLink();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadString()!;
            switch (key)
            {
                case "trace_id": link.TraceId = reader.ReadUInt64(); break;
                case "trace_id_high": link.TraceIdHigh = reader.ReadUInt64(); break;
                case "span_id": link.SpanId = reader.ReadUInt64(); break;
                case "attributes": link.Attributes = ReadTexts(ref reader); break;
                case "tracestate": link.TraceState = reader.ReadString(); break;
                case "flags": link.Flags = reader.ReadUInt32(); break;
                default: throw new AssertFailedException("unknown key " + key);
            }
        }

        return link;
    }

    private static Dictionary<string, string> ReadTexts(ref MessagePackReader reader)
    {
        var texts = new Dictionary<string, string>();
        for (var left = reader.ReadMapHeader(); left > 0; left--) texts.Add(reader.ReadString()!, reader.ReadString()!);
        return texts;
    }

    private static Dictionary<string, double> ReadNumbers(ref MessagePackReader reader)
    {
        var numbers = new Dictionary<string, double>();
        for (var left = reader.ReadMapHeader(); left > 0; left--) numbers.Add(reader.ReadString()!, reader.ReadDouble());
        return numbers;
    }
}
