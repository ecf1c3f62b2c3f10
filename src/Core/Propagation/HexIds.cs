using System.Diagnostics;

namespace Segue.Propagation;

/// <summary>Reads and writes ids as the hex digits of a header.</summary>
/// <remarks>
/// <para>Shape: any case is read, shorter text is padded on its left; a trace id is written as 16 digits when its upper half is zero, else as 32.</para>
/// <para>Threads and cost: stateless; reading allocates what an id itself consists of, writing nothing.</para>
/// </remarks>
internal static class HexIds
{
    internal const int TraceIdLength = 32;
    internal const int SpanIdLength = 16;

    internal static bool TryReadTraceId(ReadOnlySpan<char> text, out ActivityTraceId id)
    {
        Span<char> digits = stackalloc char[TraceIdLength];
        var read = TryPad(text, digits);
        id = read ? ActivityTraceId.CreateFromString(digits) : default;
        return read;
    }

    internal static bool TryReadSpanId(ReadOnlySpan<char> text, out ActivitySpanId id)
    {
        Span<char> digits = stackalloc char[SpanIdLength];
        var read = TryPad(text, digits);
        id = read ? ActivitySpanId.CreateFromString(digits) : default;
        return read;
    }

    /// <summary>Writes a trace id and gives its length; 0 when there is none.</summary>
    internal static int WriteTraceId(ActivityTraceId id, Span<char> to)
    {
        var hex = id.ToHexString().AsSpan();
        if (IsZero(hex)) return 0;
        var digits = IsZero(hex.Slice(0, TraceIdLength - SpanIdLength)) ? hex.Slice(TraceIdLength - SpanIdLength) : hex;
        digits.CopyTo(to);
        return digits.Length;
    }

    /// <summary>Writes a span id and gives its length; 0 when there is none.</summary>
    internal static int WriteSpanId(ActivitySpanId id, Span<char> to)
    {
        var hex = id.ToHexString().AsSpan();
        if (IsZero(hex)) return 0;
        hex.CopyTo(to);
        return hex.Length;
    }

    internal static bool IsZero(ReadOnlySpan<char> digits)
    {
        foreach (var c in digits)
        {
            if (c != '0') return false;
        }

        return true;
    }

    internal static int ValueOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private static bool TryPad(ReadOnlySpan<char> text, Span<char> digits)
    {
        if (text.Length > digits.Length) return false;
        var padding = digits.Length - text.Length;
        digits.Slice(0, padding).Fill('0');
        var any = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= 'A' and <= 'F') c = (char)(c | 0x20);
            else if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))) return false;
            any |= c != '0';
            digits[padding + i] = c;
        }

        return any;
    }
}
