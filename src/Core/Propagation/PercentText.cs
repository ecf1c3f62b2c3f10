namespace Segue.Propagation;

/// <summary>Percent-encodes UTF-8 text for the baggage header; <see cref="EscapedText"/> reads it.</summary>
/// <remarks>
/// <para>Written bare are the characters of a token (RFC 7230, section 3.2.6) but <c>%</c>, and but <c>+</c>, which some decoders take for a space.</para>
/// </remarks>
internal static class PercentText
{
    private const string Bare = "!#$&'*-.^_`|~";
    private const int StackLength = 128;

    /// <summary>Writes text as far as it fits.</summary>
    /// <param name="text">The text; a lone surrogate is written as U+FFFD.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="length">Characters in the buffer, in and out.</param>
    /// <returns>Whether all of it fitted.</returns>
    internal static bool TryEncode(string text, Span<char> buffer, ref int length)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsBare(c))
            {
                if (length == buffer.Length) return false;
                buffer[length++] = c;
                continue;
            }

            var point = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                ? char.ConvertToUtf32(c, text[++i])
                : char.IsSurrogate(c) ? 0xfffd : c;
            if (!TryEncode(point, buffer, ref length)) return false;
        }

        return true;
    }

    private static bool TryEncode(int point, Span<char> buffer, ref int length)
    {
        var more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        if (length + (3 * (more + 1)) > buffer.Length) return false;
        var lead = more switch { 0 => point, 1 => 0xc0 | (point >> 6), 2 => 0xe0 | (point >> 12), _ => 0xf0 | (point >> 18) };
        WriteEscape(lead, buffer, ref length);
        for (var shift = 6 * (more - 1); shift >= 0; shift -= 6) WriteEscape(0x80 | ((point >> shift) & 0x3f), buffer, ref length);
        return true;
    }

    private static void WriteEscape(int value, Span<char> buffer, ref int length)
    {
        const string Digits = "0123456789ABCDEF";
        buffer[length++] = '%';
        buffer[length++] = Digits[value >> 4];
        buffer[length++] = Digits[value & 15];
    }

    private static bool IsBare(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || Bare.IndexOf(c) >= 0;
}
