using Segue.Context;

namespace Segue.Propagation;

/// <summary>The upper 64 bits of a trace id, as the vendor writes them beside a 64 bit one: 16 lower hex digits.</summary>
internal static class HighHalf
{
    private const int Digits = 16;

    internal static bool TryRead(ReadOnlySpan<char> text, out ulong high)
    {
        high = 0;
        if (text.Length != Digits || !CharSet.LowerHex.HasAll(text)) return false;
        foreach (var c in text) high = (high << 4) | (uint)(c <= '9' ? c - '0' : c - 'a' + 10);
        return true;
    }

    /// <summary>Says what is wrong with one that can't be used, in the vendor's words.</summary>
    internal static string Describe(ReadOnlySpan<char> text) =>
        (TryRead(text, out _) ? "inconsistent_tid " : "malformed_tid ") + text.Slice(0, Math.Min(text.Length, 2 * Digits)).ToString();
}
