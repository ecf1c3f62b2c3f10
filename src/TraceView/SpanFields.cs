using MessagePack;

namespace Segue.TraceView;

/// <summary>Collects one span from its map; the upper half of the trace id is known only when the whole chunk is read.</summary>
internal sealed class SpanFields
{
    private ulong? _traceId;
    private ulong? _spanId;
    private ulong _parentId;
    private string _service = "";
    private string _name = "";
    private string _resource = "";
    private string _type = "";
    private long _start;
    private long _duration;
    private bool _error;
    private Dictionary<string, string> _meta = [];
    private Dictionary<string, double> _metrics = [];
    private List<ReceivedLink> _links = [];

    internal string? TraceIdHigh => _meta.TryGetValue("_dd.p.tid", out var high) ? high : null;

    internal static SpanFields Read(ref MessagePackReader reader)
    {
        var fields = new SpanFields();
        for (var left = reader.ReadMapHeader(); left > 0; left--) fields.ReadField(ref reader);
        if (fields._traceId is null || fields._spanId is null) throw new MessagePackSerializationException("A span has no trace_id or no span_id.");
        return fields;
    }

    internal ReceivedSpan ToSpan(ulong traceIdHigh) => new()
    {
        TraceIdHigh = traceIdHigh,
        TraceIdLow = _traceId.GetValueOrDefault(),
        SpanId = _spanId.GetValueOrDefault(),
        ParentId = _parentId,
        Service = _service,
        Name = _name,
        Resource = _resource,
        Type = _type,
        StartUnixNanoseconds = _start,
        DurationNanoseconds = _duration,
        Error = _error,
        Meta = _meta,
        Metrics = _metrics,
        Links = _links,
    };

    private void ReadField(ref MessagePackReader reader)
    {
        var key = reader.ReadString();
        // Tracers write nil for what they don't have, whatever its type.
        if (reader.TryReadNil()) return;
        switch (key)
        {
            case "trace_id": _traceId = reader.ReadUInt64(); break;
            case "span_id": _spanId = reader.ReadUInt64(); break;
            case "parent_id": _parentId = reader.ReadUInt64(); break;
            case "service": _service = reader.ReadString() ?? ""; break;
            case "name": _name = reader.ReadString() ?? ""; break;
            case "resource": _resource = reader.ReadString() ?? ""; break;
            case "type": _type = reader.ReadString() ?? ""; break;
            case "start": _start = reader.ReadInt64(); break;
            case "duration": _duration = reader.ReadInt64(); break;
            case "error": _error = reader.ReadInt64() != 0; break;
            case "meta": _meta = ReadTexts(ref reader); break;
            case "metrics": _metrics = ReadNumbers(ref reader); break;
            case "span_links": _links = ReadLinks(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    private static Dictionary<string, string> ReadTexts(ref MessagePackReader reader)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadString() ?? "";
            texts[key] = reader.ReadString() ?? "";
        }

        return texts;
    }

    private static Dictionary<string, double> ReadNumbers(ref MessagePackReader reader)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadString() ?? "";
            if (!reader.TryReadNil()) numbers[key] = reader.ReadDouble();
        }

        return numbers;
    }

    private static List<ReceivedLink> ReadLinks(ref MessagePackReader reader)
    {
        var links = new List<ReceivedLink>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--) links.Add(ReadLink(ref reader));
        return links;
    }

    private static ReceivedLink ReadLink(ref MessagePackReader reader)
    {
        ulong low = 0, high = 0, span = 0;
        uint flags = 0;
        var state = "";
        Dictionary<string, string> attributes = [];
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.ReadString();
            if (reader.TryReadNil()) continue;
            switch (key)
            {
                case "trace_id": low = reader.ReadUInt64(); break;
                case "trace_id_high": high = reader.ReadUInt64(); break;
                case "span_id": span = reader.ReadUInt64(); break;
                case "attributes": attributes = ReadTexts(ref reader); break;
                case "tracestate": state = reader.ReadString() ?? ""; break;
                case "flags": flags = reader.ReadUInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new ReceivedLink { TraceId = $"{high:x16}{low:x16}", SpanId = span, Attributes = attributes, TraceState = state, Flags = flags };
    }
}
