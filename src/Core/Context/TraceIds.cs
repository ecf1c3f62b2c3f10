using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Segue.Context;

/// <summary>Converts ids between their 128 and 64 bit, hexadecimal and decimal forms.</summary>
/// <remarks>
/// <para>Shape: a trace id is 32 lower hex digits, a span id 16; agents and decimal headers use the low 64 bits.</para>
/// <para>Errors: text that is not an id gives <see langword="false"/>; nothing is thrown.</para>
/// </remarks>
public static class TraceIds
{
    /// <summary>Reads the low 64 bits of a trace id.</summary>
    /// <param name="traceId">The id; <c>default</c> gives 0.</param>
    /// <returns>The rightmost 16 hex digits as a number.</returns>
    public static ulong Low64(ActivityTraceId traceId) => Parse(traceId.ToHexString(), 16);

    /// <summary>Reads the high 64 bits of a trace id.</summary>
    /// <param name="traceId">The id; <c>default</c> gives 0.</param>
    /// <returns>The leftmost 16 hex digits as a number.</returns>
    public static ulong High64(ActivityTraceId traceId) => Parse(traceId.ToHexString(), 0);

    /// <summary>Reads a span id as a number.</summary>
    /// <param name="spanId">The id; <c>default</c> gives 0.</param>
    /// <returns>The 16 hex digits as a number.</returns>
    public static ulong ToUInt64(ActivitySpanId spanId) => Parse(spanId.ToHexString(), 0);

    /// <summary>Makes a trace id from its halves.</summary>
    /// <param name="high">The high 64 bits; 0 for ids of 64 bit systems.</param>
    /// <param name="low">The low 64 bits.</param>
    /// <returns>The id; <c>default</c> when both are 0.</returns>
    public static ActivityTraceId ToTraceId(ulong high, ulong low)
    {
        if ((high | low) == 0) return default;
        Span<char> hex = stackalloc char[32];
        WriteHex(high, hex);
        WriteHex(low, hex.Slice(16));
        return ActivityTraceId.CreateFromString(hex);
    }

    /// <summary>Makes a span id from a number.</summary>
    /// <param name="value">The id as a number.</param>
    /// <returns>The id; <c>default</c> when <paramref name="value"/> is 0.</returns>
    public static ActivitySpanId ToSpanId(ulong value)
    {
        if (value == 0) return default;
        Span<char> hex = stackalloc char[16];
        WriteHex(value, hex);
        return ActivitySpanId.CreateFromString(hex);
    }

    /// <summary>Reads ids given as text.</summary>
    /// <remarks>
    /// <para>Shape: a trace id of 32 or 16 hex digits and a span id of 16, in any case, neither all zero.</para>
    /// </remarks>
    /// <param name="traceId">Text of the trace id, or <see langword="null"/>.</param>
    /// <param name="spanId">Text of the span id, or <see langword="null"/>.</param>
    /// <param name="context">The ids, recorded and remote; <c>default</c> when false is returned.</param>
    /// <returns><see langword="true"/> when both could be read.</returns>
    public static bool TryParse(string? traceId, string? spanId, out ActivityContext context)
    {
        context = default;
        if (traceId is null || spanId is null || spanId.Length != 16 || (traceId.Length != 32 && traceId.Length != 16)) return false;
        if (!IsId(traceId) || !IsId(spanId)) return false;

        var trace = ActivityTraceId.CreateFromString(traceId.PadLeft(32, '0').ToLowerInvariant().AsSpan());
        var span = ActivitySpanId.CreateFromString(spanId.ToLowerInvariant().AsSpan());
        context = new ActivityContext(trace, span, ActivityTraceFlags.Recorded, null, isRemote: true);
        return true;
    }

    private static bool IsId(string hex)
    {
        var any = false;
        foreach (var c in hex)
        {
            if (HexValue(c) < 0) return false;
            any |= c != '0';
        }

        return any;
    }

    // Ids of Activities are lower hex digits; four characters at a time, each in 16 bits, of which the product gathers the digits in its highest.
    private static ulong Parse(string hex, int start)
    {
        ulong value = 0;
        var digits = MemoryMarshal.AsBytes(hex.AsSpan(start, 16));
        for (var i = 0; i < 32; i += 8)
        {
            var four = MemoryMarshal.Read<ulong>(digits.Slice(i, 8));
            // The first character stands lowest, whatever the processor.
            if (!BitConverter.IsLittleEndian) four = (four << 48) | ((four << 16) & 0xFFFF00000000) | ((four >> 16) & 0xFFFF0000) | (four >> 48);
            four = (four & 0x000F000F000F000F) + (((four >> 6) & 0x0001000100010001) * 9);
            value = (value << 16) | ((four * 0x1000010000100001) >> 48);
        }

        return value;
    }

    private static int HexValue(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private static void WriteHex(ulong value, Span<char> hex)
    {
        for (var i = 15; i >= 0; i--, value >>= 4) hex[i] = "0123456789abcdef"[(int)(value & 15)];
    }

    /// <summary>A place for an id in a table of a power of two; random ids spread evenly, other text of their length gets just any.</summary>
    // The last four digits, spread by a multiplication: reading each digit takes longer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int PlaceOf(string id, int bits) =>
        (int)((MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(id.AsSpan(id.Length - 4))) * 0x9E3779B97F4A7C15) >> (64 - bits));
}
