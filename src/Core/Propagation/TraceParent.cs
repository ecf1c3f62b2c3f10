using System.Diagnostics;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Reads and writes a W3C <c>traceparent</c> value.</summary>
/// <remarks>
/// <para>Shape: <c>{version}-{32 lower hex}-{16 lower hex}-{2 lower hex}</c>, 55 characters; e.g.
/// <c>00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01</c>. Above version 00 more may follow after a dash.</para>
/// <para>Source: W3C Trace Context, sections 3.2.2 and 3.2.4, https://www.w3.org/TR/2021/REC-trace-context-1-20211123/#traceparent-header.</para>
/// </remarks>
internal static class TraceParent
{
    private const int Length = 55;
    private const int TraceIdAt = 3;
    private const int SpanIdAt = 36;
    private const int FlagsAt = 53;
    private const string Zeros = "00000000000000000000000000000000";

    /// <summary>Reads a value; white space around it is optional (RFC 7230, section 3.2), anything else malformed gives false.</summary>
    internal static bool TryRead(string header, out ActivityTraceId traceId, out ActivitySpanId spanId, out bool sampled)
    {
        traceId = default;
        spanId = default;
        sampled = false;
        var value = header.AsSpan();
        if (value.Length != Length) value = ListText.Trim(value);
        if (value.Length < Length || value[2] != '-' || value[SpanIdAt - 1] != '-' || value[FlagsAt - 1] != '-') return false;

        var version = HexPair(value, 0);
        // Only bit 0 has a meaning in version 00; the others are not passed on.
        var flags = HexPair(value, FlagsAt);
        if (version is < 0 or 0xff || flags < 0) return false;
        if (value.Length > Length && (version == 0 || value[Length] != '-')) return false;

        var trace = value.Slice(TraceIdAt, 32);
        var span = value.Slice(SpanIdAt, 16);
        if (!IsId(trace) || !IsId(span)) return false;
        traceId = ActivityTraceId.CreateFromString(trace);
        spanId = ActivitySpanId.CreateFromString(span);
        sampled = (flags & 1) != 0;
        return true;
    }

    /// <summary>Writes a value of version 00.</summary>
    internal static string Write(ActivityTraceId traceId, ActivitySpanId spanId, bool isRecorded)
    {
#if NET
        return string.Create(Length, (Trace: traceId.ToHexString(), Span: spanId.ToHexString(), Flags: Flags(isRecorded)), static (buffer, source) =>
        {
            // Lengths that the compiler knows become single moves.
            "00-".CopyTo(buffer);
            source.Trace.AsSpan(0, 32).CopyTo(buffer[TraceIdAt..]);
            buffer[SpanIdAt - 1] = '-';
            source.Span.AsSpan(0, 16).CopyTo(buffer[SpanIdAt..]);
            source.Flags.AsSpan(0, 3).CopyTo(buffer[(FlagsAt - 1)..]);
        });
#else
        return "00-" + traceId.ToHexString() + "-" + spanId.ToHexString() + Flags(isRecorded);
#endif
    }

    private static string Flags(bool isRecorded) => isRecorded ? "-01" : "-00";

    private static bool IsId(ReadOnlySpan<char> hex) => CharSet.LowerHex.HasAll(hex) && !hex.SequenceEqual(Zeros.AsSpan(0, hex.Length));

    private static int HexPair(ReadOnlySpan<char> value, int at)
    {
        var high = Hex(value[at]);
        var low = Hex(value[at + 1]);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    private static int Hex(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };
}
