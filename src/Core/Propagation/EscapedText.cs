using System.Text;

namespace Segue.Propagation;

/// <summary>Percent-encodes text for a header, and decodes it.</summary>
/// <remarks>
/// <para>Shape: UTF-8; letters, digits and <c>-_.~</c> stay as they are. <c>+</c> is never a blank.</para>
/// <para>Errors: what is no escape, and a run of escapes that is no UTF-8, is kept literally.</para>
/// <para>Cost: text that needs no change is returned itself.</para>
/// </remarks>
internal static class EscapedText
{
    private const string Digits = "0123456789ABCDEF";

    internal static string Encode(string text)
    {
        if (!NeedsEncoding(text)) return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (IsUnreserved((char)b)) encoded.Append((char)b);
            else encoded.Append('%').Append(Digits[b >> 4]).Append(Digits[b & 15]);
        }

        return encoded.ToString();
    }

    internal static string Decode(string text)
    {
        if (text.IndexOf('%') < 0) return text;
        var decoded = new StringBuilder(text.Length);
        var bytes = new byte[text.Length / 3];
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var count = 0;
            while (TryReadEscape(text.AsSpan(i), out var value))
            {
                bytes[count++] = value;
                i += 3;
            }

            if (count == 0) decoded.Append(text[i++]);
            else if (TryReadUtf8(bytes, count, out var run)) decoded.Append(run);
            else decoded.Append(text, start, i - start);
        }

        return decoded.ToString();
    }

    /// <summary>Reads <c>%XX</c> at the start of a text.</summary>
    internal static bool TryReadEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%') return false;
        var high = HexIds.ValueOf(text[1]);
        var low = HexIds.ValueOf(text[2]);
        if (high < 0 || low < 0) return false;
        value = (byte)((high << 4) | low);
        return true;
    }

    // Text that does not encode to the same bytes was none; asking for an exception would let garbage cost thousands of them.
    private static bool TryReadUtf8(byte[] bytes, int count, out string text)
    {
        text = Encoding.UTF8.GetString(bytes, 0, count);
        return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes.AsSpan(0, count));
    }

    private static bool NeedsEncoding(string text)
    {
        foreach (var c in text)
        {
            if (!IsUnreserved(c)) return true;
        }

        return false;
    }

    private static bool IsUnreserved(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' or '~';
}
