using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using OpenTelemetry;
using OpenTracing.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Writes and reads the content of OpenTracing's binary carriers.</summary>
/// <remarks>
/// <para>Shape, version 1, numbers big-endian:</para>
/// <code>
/// 'S' 'g'  version:u8=1  trace-id:16 bytes  span-id:8 bytes  flags:u8 (bit 0 = recorded)
/// tracestate: length:u16 UTF-8    items:u16    items times: key: length:u16 UTF-8, value: length:u16 UTF-8
/// </code>
/// <para>Zero ids with items are baggage alone. What follows the last item is ignored, so later versions of 1 may append. Text that is longer
/// than its length can say is left out.</para>
/// <para>Errors: another start, another version or a cut-off carrier reads as nothing.</para>
/// </remarks>
internal static class BinaryMapping
{
    private const byte Version = 1;
    private const int FixedLength = 3 + 16 + 8 + 1;

    /// <summary>Writes a context that has ids or baggage.</summary>
    internal static void Write(ShimSpanContext context, IBinary carrier)
    {
        if (!context.HasIds && context.Baggage.Count == 0) return;
        var outgoing = context.Outgoing;
        carrier.Set(Write(outgoing, context.Baggage));
        LocalTrace.MarkSent(outgoing.TraceId);
    }

    private static MemoryStream Write(in ActivityContext identity, Baggage baggage)
    {
        var stream = new MemoryStream(64);
        var head = new byte[FixedLength];
        head[0] = (byte)'S';
        head[1] = (byte)'g';
        head[2] = Version;
        if (identity.TraceId != default) identity.TraceId.CopyTo(head.AsSpan(3, 16));
        if (identity.SpanId != default) identity.SpanId.CopyTo(head.AsSpan(19, 8));
        head[27] = (byte)(identity.TraceFlags & ActivityTraceFlags.Recorded);
        stream.Write(head, 0, head.Length);

        var state = Encoding.UTF8.GetBytes(identity.TraceState ?? "");
        WriteText(stream, state.Length <= ushort.MaxValue ? state : []);
        var items = new List<(byte[] Key, byte[] Value)>();
        foreach (var item in baggage.GetBaggage())
        {
            if (string.Equals(item.Key, DebugId.Key, StringComparison.OrdinalIgnoreCase)) continue;
            var pair = (Encoding.UTF8.GetBytes(item.Key), Encoding.UTF8.GetBytes(item.Value));
            if (pair.Item1.Length <= ushort.MaxValue && pair.Item2.Length <= ushort.MaxValue && items.Count < ushort.MaxValue) items.Add(pair);
        }

        WriteLength(stream, items.Count);
        foreach (var (key, value) in items)
        {
            WriteText(stream, key);
            WriteText(stream, value);
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>The context that a carrier has; one that can't be read is counted and gives <see langword="null"/>.</summary>
    internal static ShimSpanContext? Read(IBinary carrier)
    {
        if (TryRead(carrier.Get(), out var identity, out var baggage)) return new GivenContext(identity, baggage);
        Misuse.Report("binary_unreadable", "A binary carrier that is empty, cut off or of another tracer was ignored.");
        return null;
    }

    private static bool TryRead(Stream? stream, out ActivityContext identity, out Baggage baggage)
    {
        identity = default;
        baggage = default;
        var head = new byte[FixedLength];
        if (stream is null || !TryFill(stream, head) || head[0] != 'S' || head[1] != 'g' || head[2] != Version) return false;
        if (!TryReadText(stream, out var state) || !TryReadLength(stream, out var count)) return false;

        var items = new Dictionary<string, string>();
        for (var i = 0; i < count; i++)
        {
            if (!TryReadText(stream, out var key) || !TryReadText(stream, out var value)) return false;
            if (key.Length > 0) items[key] = value;
        }

        var trace = ActivityTraceId.CreateFromBytes(head.AsSpan(3, 16));
        var span = ActivitySpanId.CreateFromBytes(head.AsSpan(19, 8));
        // CreateFromBytes gives zeros a text of their own, which is not the default.
        if (trace.ToHexString() != default(ActivityTraceId).ToHexString())
            identity = new ActivityContext(trace, span, (ActivityTraceFlags)(head[27] & 1), state.Length == 0 ? null : state, isRemote: true);
        if (items.Count > 0) baggage = Baggage.Create(items);
        return identity.TraceId != default || items.Count > 0;
    }

    private static void WriteText(MemoryStream stream, byte[] text)
    {
        WriteLength(stream, text.Length);
        stream.Write(text, 0, text.Length);
    }

    private static void WriteLength(MemoryStream stream, int length)
    {
        stream.WriteByte((byte)(length >> 8));
        stream.WriteByte((byte)length);
    }

    private static bool TryReadText(Stream stream, out string text)
    {
        text = "";
        if (!TryReadLength(stream, out var length)) return false;
        if (length == 0) return true;
        var bytes = new byte[length];
        if (!TryFill(stream, bytes)) return false;
        text = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static bool TryReadLength(Stream stream, out int length)
    {
        var bytes = new byte[2];
        length = 0;
        if (!TryFill(stream, bytes)) return false;
        length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return true;
    }

    private static bool TryFill(Stream stream, byte[] bytes)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var count = stream.Read(bytes, read, bytes.Length - read);
            if (count <= 0) return false;
            read += count;
        }

        return true;
    }
}
