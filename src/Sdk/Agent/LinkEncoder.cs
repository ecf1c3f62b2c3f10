using System.Diagnostics;
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

    private const int StackLength = 512;
    private const int IdRoom = 32;

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
    /// <returns>The characters written; 0 when nothing is to be said.</returns>
    internal static int WireState(ReadOnlySpan<char> state, ActivitySpanId linked, Span<char> to)
    {
        var length = 0;
        if (TryFindVendor(state, out var vendor))
        {
            Append(to, ref length, "dd=".AsSpan(), '\0');
            WriteParts(vendor, "s", to, ref length);
            WriteParts(vendor, "o", to, ref length);
            Append(to, ref length, "p:".AsSpan(), SeparatorOf(length));
            Append(to, ref length, linked.ToHexString().AsSpan(), '\0');
            WriteParts(vendor, "t.dm", to, ref length);
            WriteParts(vendor, null, to, ref length);
        }

        while (TryCut(ref state, ',', out var member))
        {
            member = member.Trim();
            if (member.IsEmpty || Begins(member, "dd=") || Begins(member, "sg=")) continue;
            Append(to, ref length, member, length == 0 ? '\0' : ',');
        }

        return length;
    }

    private static bool TryFindVendor(ReadOnlySpan<char> state, out ReadOnlySpan<char> vendor)
    {
        while (TryCut(ref state, ',', out vendor))
        {
            vendor = vendor.Trim();
            if (!Begins(vendor, "dd=")) continue;
            vendor = vendor.Slice("dd=".Length);
            return true;
        }

        return false;
    }

    // Of one key the last; without a key those that have no place of their own.
    private static void WriteParts(ReadOnlySpan<char> vendor, string? key, Span<char> to, ref int length)
    {
        ReadOnlySpan<char> last = default;
        while (TryCut(ref vendor, ';', out var part))
        {
            var colon = part.IndexOf(':');
            if (colon <= 0) continue;
            var name = part.Slice(0, colon);
            if (key is not null && name.SequenceEqual(key.AsSpan())) last = part;
            else if (key is null && !IsPlaced(name)) Append(to, ref length, part, SeparatorOf(length));
        }

        if (!last.IsEmpty) Append(to, ref length, last, SeparatorOf(length));
    }

    // p is another here, the ids say t.tid, and e and u are never said outside.
    private static bool IsPlaced(ReadOnlySpan<char> key) => key.Length switch
    {
        1 => key[0] is 's' or 'o' or 'p' or 'e' or 'u',
        4 => key.SequenceEqual("t.dm".AsSpan()),
        5 => key.SequenceEqual("t.tid".AsSpan()),
        _ => false,
    };

    private static char SeparatorOf(int length) => length == "dd=".Length ? '\0' : ';';

    private static bool Begins(ReadOnlySpan<char> text, string prefix) => text.StartsWith(prefix.AsSpan(), StringComparison.Ordinal);

    private static void Append(Span<char> to, ref int length, ReadOnlySpan<char> text, char separator)
    {
        if (separator != '\0') to[length++] = separator;
        text.CopyTo(to.Slice(length));
        length += text.Length;
    }

    private static bool TryCut(scoped ref ReadOnlySpan<char> rest, char separator, out ReadOnlySpan<char> part)
    {
        part = default;
        if (rest.IsEmpty) return false;
        var at = rest.IndexOf(separator);
        part = at < 0 ? rest : rest.Slice(0, at);
        rest = at < 0 ? default : rest.Slice(at + 1);
        return true;
    }

    private static void Write(ref MessagePackWriter writer, in ActivityLink link)
    {
        var context = link.Context;
        // The vendor's member may be given an id more than it had.
        var needed = (context.TraceState?.Length ?? 0) + IdRoom;
        Span<char> stack = stackalloc char[StackLength];
        var buffer = needed <= StackLength ? stack : new char[needed];
        var stateLength = WireState(context.TraceState.AsSpan(), context.SpanId, buffer);
        var attributes = 0;
        foreach (ref readonly var tag in link.EnumerateTagObjects()) attributes += tag.Value switch { null => 0, Array { Rank: 1, Length: > 0 } array => Filled(array), _ => 1 };

        writer.WriteMapHeader(4 + (attributes > 0 ? 1 : 0) + (stateLength == 0 ? 0 : 1));
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

        if (stateLength > 0)
        {
            writer.WriteString("tracestate"u8);
            writer.Write(buffer.Slice(0, stateLength));
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
                if (ItemAt(array, i) is not { } item) continue;
                ItemKey.Write(ref writer, tag.Key, i);
                writer.Write(item);
            }
        }
        else if (tag.Value is not null)
        {
            writer.Write(tag.Key);
            writer.Write(SpanMapping.ToText(tag.Value));
        }
    }

    private static string? ItemAt(Array array, int index) => array is string?[] texts ? texts[index] : array.GetValue(index) is { } item ? SpanMapping.ToText(item) : null;

    private static int Filled(Array array)
    {
        if (array.GetType().GetElementType()!.IsPrimitive) return array.Length;
        var count = 0;
        // Of a value type that may be null the items are no objects.
        if (array is object?[] items) foreach (var item in items) count += item is null ? 0 : 1;
        else foreach (var item in array) count += item is null ? 0 : 1;
        return count;
    }
}
