using System.Diagnostics;
using System.Globalization;
using MessagePack;
using Segue.Context;

namespace Segue.Agent;

/// <summary>Writes the links of a span.</summary>
/// <remarks>
/// <c>[{trace_id, trace_id_high, span_id, attributes: {str: str}, tracestate, flags}]</c>; the tracestate as it would go on the wire from the linked span.
/// </remarks>
internal static class LinkEncoder
{
    // Bit 31 says that the sampling decision is known.
    private const uint FlagsKnown = 0x8000_0000;

    internal static void Write(ref MessagePackWriter writer, Activity activity, int count)
    {
        writer.WriteString("span_links"u8);
        writer.WriteArrayHeader(count);
        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            // Also a span that has ended can be given more, by any thread.
            if (count-- == 0) break;
            Write(ref writer, link);
        }
    }

    /// <summary>Orders a tracestate: the vendor's member first, as <c>s;o;p;t.*</c> with <c>p</c> for the linked span, then the others.</summary>
    internal static string? WireState(string? state, ActivitySpanId linked)
    {
        if (string.IsNullOrEmpty(state)) return null;
        var parts = new List<string>();
        string? priority = null, origin = null, mechanism = null;
        foreach (var part in (VendorState.GetMember(state) ?? "").Split(';'))
        {
            var colon = part.IndexOf(':');
            if (colon <= 0) continue;
            switch (part.Substring(0, colon))
            {
                case "s": priority = part; break;
                case "o": origin = part; break;
                case "t.dm": mechanism = part; break;
                // Replaced, said by the ids, and never said outside.
                case "p" or "t.tid" or "e" or "u": break;
                default: parts.Add(part); break;
            }
        }

        var others = new List<string>();
        foreach (var member in state!.Split(','))
        {
            var trimmed = member.Trim();
            if (trimmed.Length > 0 && !trimmed.StartsWith("dd=", StringComparison.Ordinal) && !trimmed.StartsWith("sg=", StringComparison.Ordinal)) others.Add(trimmed);
        }

        if (VendorState.IsIn(state))
        {
            if (mechanism is not null) parts.Insert(0, mechanism);
            parts.Insert(0, "p:" + linked.ToHexString());
            if (origin is not null) parts.Insert(0, origin);
            if (priority is not null) parts.Insert(0, priority);
            others.Insert(0, "dd=" + string.Join(";", parts));
        }

        return others.Count == 0 ? null : string.Join(",", others);
    }

    private static void Write(ref MessagePackWriter writer, in ActivityLink link)
    {
        var context = link.Context;
        var state = WireState(context.TraceState, context.SpanId);
        var attributes = 0;
        foreach (ref readonly var tag in link.EnumerateTagObjects()) attributes += tag.Value switch { null => 0, Array { Rank: 1, Length: > 0 } array => Filled(array), _ => 1 };

        writer.WriteMapHeader(4 + (attributes > 0 ? 1 : 0) + (state is null ? 0 : 1));
        writer.WriteString("trace_id"u8);
        writer.WriteUInt64(TraceIds.Low64(context.TraceId));
        writer.WriteString("trace_id_high"u8);
        writer.WriteUInt64(TraceIds.High64(context.TraceId));
        writer.WriteString("span_id"u8);
        writer.WriteUInt64(TraceIds.ToUInt64(context.SpanId));
        if (attributes > 0)
        {
            writer.WriteString("attributes"u8);
            writer.WriteMapHeader(attributes);
            foreach (ref readonly var tag in link.EnumerateTagObjects()) WriteAttribute(ref writer, tag);
        }

        if (state is not null)
        {
            writer.WriteString("tracestate"u8);
            writer.Write(state);
        }

        writer.WriteString("flags"u8);
        writer.Write(FlagsKnown | (uint)(context.TraceFlags & ActivityTraceFlags.Recorded));
    }

    private static void WriteAttribute(ref MessagePackWriter writer, in KeyValuePair<string, object?> tag)
    {
        if (tag.Value is Array { Rank: 1, Length: > 0 } array)
        {
            for (var i = 0; i < array.Length; i++)
            {
                if (array.GetValue(i) is not { } item) continue;
                writer.Write(tag.Key + "." + i.ToString(CultureInfo.InvariantCulture));
                writer.Write(SpanMapping.ToText(item));
            }
        }
        else if (tag.Value is not null)
        {
            writer.Write(tag.Key);
            writer.Write(SpanMapping.ToText(tag.Value));
        }
    }

    private static int Filled(Array array)
    {
        var count = 0;
        foreach (var item in array) count += item is null ? 0 : 1;
        return count;
    }
}
