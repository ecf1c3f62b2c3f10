using System.Text;

namespace Segue.Propagation;

/// <summary>Percent-encodes and decodes UTF-8 text for headers.</summary>
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

    /// <summary>Reads encoded text; what is no escape stays as it is, and text whose bytes are not UTF-8 stays so as a whole.</summary>
    internal static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('%') < 0) return text.ToString();
        // Decoded text is never longer than encoded text, nor are the bytes of a run of escapes.
        Span<char> result = text.Length <= StackLength ? stackalloc char[StackLength] : new char[text.Length];
        byte[]? bytes = null;
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            var count = 0;
            while (TryEscape(text.Slice(i), out var value))
            {
                if (value < 0x80 && count == 0)
                {
                    result[length++] = (char)value;
                    i += 3;
                    continue;
                }

                bytes ??= new byte[text.Length / 3];
                bytes[count++] = value;
                i += 3;
            }

            if (count != 0)
            {
                var decoded = Encoding.UTF8.GetString(bytes!, 0, count);
                if (decoded.IndexOf('\ufffd') >= 0 && !Encoding.UTF8.GetBytes(decoded).AsSpan().SequenceEqual(bytes.AsSpan(0, count))) return text.ToString();
                decoded.AsSpan().CopyTo(result.Slice(length));
                length += decoded.Length;
            }
            else if (i < text.Length)
            {
                result[length++] = text[i++];
            }
        }

        return result.Slice(0, length).ToString();
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

    private static bool TryEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%') return false;
        var high = Hex(text[1]);
        var low = Hex(text[2]);
        value = (byte)((high << 4) | low);
        return high >= 0 && low >= 0;
    }

    private static bool IsBare(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || Bare.IndexOf(c) >= 0;

    private static int Hex(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
