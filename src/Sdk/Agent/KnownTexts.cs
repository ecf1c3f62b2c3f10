using MessagePack;

namespace Segue.Agent;

/// <summary>Short texts that were encoded lately, found by the very string: names that instrumentation gives are literals.</summary>
/// <remarks>
/// <para>Shape: ASCII of 1 to 31 characters, which takes 32 bytes with its header; one text for each place, and the later one stays.</para>
/// <para>Threads and cost: one at a time; nothing is allocated but the table, and nothing is compared but references.</para>
/// </remarks>
internal sealed class KnownTexts
{
    private const int Places = 256;
    private const int Width = MessagePackRange.MaxFixStringLength + 1;

    private readonly string?[] _texts = new string?[Places];
    private readonly byte[] _encoded = new byte[Places * Width];

    /// <summary>The place of a text; -1 when it is not known.</summary>
    internal int Find(string text)
    {
        if (text.Length is 0 or >= Width) return -1;
        var place = PlaceOf(text);
        return ReferenceEquals(_texts[place], text) ? place : -1;
    }

    /// <summary>Writes the text of a place that was found.</summary>
    internal void Write(ref MessagePackWriter writer, int place)
    {
        // All of the width at once takes less than finding out how much of it counts.
        var encoded = _encoded.AsSpan(place * Width, Width);
        encoded.CopyTo(writer.GetSpan(Width));
        writer.Advance(1 + (encoded[0] & MessagePackRange.MaxFixStringLength));
    }

    /// <summary>Writes a text, and keeps it if it is short.</summary>
    internal void Write(ref MessagePackWriter writer, string text)
    {
        var place = Find(text);
        if (place < 0) Keep(text);
        Write(ref writer, text, place);
    }

    /// <summary>Writes a text that may well never come again.</summary>
    internal void WriteOnce(ref MessagePackWriter writer, string text) => Write(ref writer, text, Find(text));

    private void Write(ref MessagePackWriter writer, string text, int place)
    {
        if (place >= 0) Write(ref writer, place);
        else writer.Write(text);
    }

    /// <summary>Keeps a text in place of another, if it is short and ASCII.</summary>
    internal void Keep(string text)
    {
        if (text.Length is 0 or >= Width) return;
        var place = PlaceOf(text);
        // While it is half written it is nobody's.
        _texts[place] = null;
        var encoded = _encoded.AsSpan(place * Width, Width);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > 0x7F) return;
            encoded[i + 1] = (byte)text[i];
        }

        encoded[0] = (byte)(MessagePackCode.MinFixStr | text.Length);
        _texts[place] = text;
    }

    private static int PlaceOf(string text)
    {
        var length = text.Length;
        return ((text[0] * 3) + (text[length >> 2] * 17) + (text[length >> 1] * 31) + (text[length - 1] * 7) + (length * 5)) & (Places - 1);
    }
}
