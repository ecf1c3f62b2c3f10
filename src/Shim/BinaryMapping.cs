using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTracing.Propagation;
using Segue.Context;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue.Shim;

/// <summary>Writes and reads the content of OpenTracing's binary carriers.</summary>
/// <remarks>
/// <para>Shape, version 1, numbers big-endian:</para>
/// <code>
/// 'S' 'g'  version:u8=1  trace-id:16 bytes  span-id:8 bytes  flags:u8 (bit 0 = recorded)
/// tracestate: length:u16 UTF-8    items:u16    items times: key: length:u16 UTF-8, value: length:u16 UTF-8
/// </code>
/// <para>The tracestate is the one that the W3C header would have, and read as strictly: what stays in a process is neither written nor read.
/// Zero ids with items are baggage alone. What follows the last item is ignored, so later versions of 1 may append. Text that is longer
/// than its length can say is left out.</para>
/// <para>Errors: another start, another version or a cut-off carrier reads as nothing.</para>
/// </remarks>
internal static class BinaryMapping
{
    private const byte Version = 1;
    private const int FixedLength = 3 + 16 + 8 + 1;

    private static readonly SegueTraceContextPropagator _w3c = new();

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
        var wire = ToWire(identity, out var flags);
        head[27] = (byte)flags;
        stream.Write(head, 0, head.Length);

        var state = Encoding.UTF8.GetBytes(wire);
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
        if (span.ToHexString() == default(ActivitySpanId).ToHexString()) span = default;
        if (trace.ToHexString() != default(ActivityTraceId).ToHexString())
            identity = FromWire(trace, span, (head[27] & 1) != 0, state);
        if (items.Count > 0) baggage = Baggage.Create(items);
        return identity.TraceId != default || items.Count > 0;
    }

    // A trace without a span has no W3C headers; another span takes its place while they are made.
    private static string ToWire(in ActivityContext identity, out ActivityTraceFlags flags)
    {
        flags = identity.TraceFlags & ActivityTraceFlags.Recorded;
        if (identity.TraceId == default) return "";
        var hasSpan = identity.SpanId != default;
        var headers = new Dictionary<string, string>();
        var named = hasSpan ? identity : new ActivityContext(identity.TraceId, HttpPropagator.NoParent, identity.TraceFlags, identity.TraceState, identity.IsRemote);
        _w3c.Inject(new PropagationContext(named, default), headers, static (carrier, name, value) => carrier[name] = value);
        flags = headers["traceparent"].EndsWith("-01", StringComparison.Ordinal) ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        return (hasSpan ? headers["tracestate"] : VendorState.With(headers["tracestate"], "p", null)) ?? "";
    }

    private static ActivityContext FromWire(ActivityTraceId trace, ActivitySpanId span, bool recorded, string state)
    {
        var flags = recorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        if (state.Length == 0) return new ActivityContext(trace, span, flags, null, isRemote: true);
        var headers = new Dictionary<string, string>
        {
            ["traceparent"] = "00-" + trace.ToHexString() + "-" + HttpPropagator.NoParent.ToHexString() + (recorded ? "-01" : "-00"),
            ["tracestate"] = state,
        };
        var read = _w3c.Extract(default, headers, static (carrier, name) => carrier.TryGetValue(name, out var value) ? [value] : []).ActivityContext;
        return new ActivityContext(trace, span, flags, read.TraceState, isRemote: true);
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
