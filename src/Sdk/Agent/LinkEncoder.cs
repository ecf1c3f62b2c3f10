using System.Diagnostics;
using System.Globalization;
using MessagePack;
using Segue.Context;

namespace Segue.Agent;

/// <summary>Writes the links of a span.</summary>
internal static class LinkEncoder
{
    // Bit 31 says that the sampling decision is known.
    private const uint FlagsKnown = 0x8000_0000;

    internal static void Write(ref MessagePackWriter writer, ICollection<ActivityLink> links)
    {
        writer.WriteString("span_links"u8);
        writer.WriteArrayHeader(links.Count);
        foreach (var link in links)
        {
            var state = link.Context.TraceState;
            var attributes = new List<KeyValuePair<string, string>>();
            foreach (var tag in link.Tags ?? [])
            {
                if (tag.Value is Array { Rank: 1, Length: > 0 } array)
                {
                    for (var i = 0; i < array.Length; i++) Add(attributes, tag.Key + "." + i.ToString(CultureInfo.InvariantCulture), array.GetValue(i));
                }
                else Add(attributes, tag.Key, tag.Value);
            }

            writer.WriteMapHeader(4 + (attributes.Count > 0 ? 1 : 0) + (string.IsNullOrEmpty(state) ? 0 : 1));
            writer.WriteString("trace_id"u8);
            writer.WriteUInt64(TraceIds.Low64(link.Context.TraceId));
            writer.WriteString("trace_id_high"u8);
            writer.WriteUInt64(TraceIds.High64(link.Context.TraceId));
            writer.WriteString("span_id"u8);
            writer.WriteUInt64(TraceIds.ToUInt64(link.Context.SpanId));
            if (attributes.Count > 0)
            {
                writer.WriteString("attributes"u8);
                writer.WriteMapHeader(attributes.Count);
                foreach (var attribute in attributes)
                {
                    writer.Write(attribute.Key);
                    writer.Write(attribute.Value);
                }
            }

            if (!string.IsNullOrEmpty(state))
            {
                writer.WriteString("tracestate"u8);
                writer.Write(state);
            }

            writer.WriteString("flags"u8);
            writer.Write(FlagsKnown | (uint)(link.Context.TraceFlags & ActivityTraceFlags.Recorded));
        }
    }

    private static void Add(List<KeyValuePair<string, string>> attributes, string key, object? value)
    {
        if (value is not null) attributes.Add(new(key, SpanMapping.ToText(value)));
    }
}
