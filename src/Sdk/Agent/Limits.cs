using System.Runtime.CompilerServices;

namespace Segue.Agent;

/// <summary>Sizes beyond which a trace agent would cut or refuse.</summary>
internal static class Limits
{
    internal const int NameLength = 100;
    internal const int ServiceLength = 100;
    internal const int TypeLength = 100;
    internal const int ResourceLength = 5_000;
    internal const int KeyLength = 200;
    internal const int ValueBytes = 4_997;
    internal const int PayloadBytes = 10 * 1024 * 1024;

    /// <summary>What one chunk may take, beside the header of the array that it stands in.</summary>
    internal const int ChunkBytes = PayloadBytes - 5;

    /// <summary>A payload of this size is sent before it is a second old.</summary>
    internal const int EagerBytes = 4 * 1024 * 1024;

    /// <summary>Memory of the payloads that wait for the agent, beyond which no chunk is taken.</summary>
    internal const int BufferBytes = 20 * 1024 * 1024;

    internal const string Ellipsis = "...";

    /// <summary>Cuts text to a length in characters, never inside a surrogate pair.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return text.Substring(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);
    }

    /// <summary>Cuts a tag's value and says so in it.</summary>
    // Three bytes at most for each UTF-16 code unit, so that short text needs no count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static string CutValue(string text) => text.Length <= ValueBytes / 3 ? text : CutLongValue(text);

    private static string CutLongValue(string text)
    {
        var length = LengthOfValue(text);
        return length == text.Length ? text : Cut(text, length) + Ellipsis;
    }

    /// <summary>How many of its first characters stay of a tag's value.</summary>
    internal static int LengthOfValue(string text)
    {
        // Three bytes at most for each UTF-16 code unit.
        if (text.Length <= ValueBytes / 3) return text.Length;
        var bytes = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            bytes += isPair ? 4 : text[i] < 0x80 ? 1 : text[i] < 0x800 ? 2 : 3;
            if (bytes > ValueBytes) return i;
            if (isPair) i++;
        }

        return text.Length;
    }
}
