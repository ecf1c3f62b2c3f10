#if NET
using System.Buffers;
#endif

namespace Segue.Context;

/// <summary>Tells whether text consists of certain characters, many at a time where the runtime can.</summary>
internal sealed class CharSet(string members)
{
#if NET
    private readonly SearchValues<char> _members = SearchValues.Create(members);
#endif

    /// <summary>The digits of W3C ids.</summary>
    internal static CharSet LowerHex { get; } = new("0123456789abcdef");

    /// <summary>0x20 to 0x7E.</summary>
    internal static CharSet Printable { get; } = new(Range(' ', '~'));

    /// <summary>Characters from one to another.</summary>
    internal static string Range(char first, char last)
    {
        var all = new char[last - first + 1];
        for (var i = 0; i < all.Length; i++) all[i] = (char)(first + i);
        return new string(all);
    }

    internal bool HasAll(ReadOnlySpan<char> text)
    {
#if NET
        return !text.ContainsAnyExcept(_members);
#else
        foreach (var c in text)
        {
            if (members.IndexOf(c) < 0) return false;
        }

        return true;
#endif
    }
}
