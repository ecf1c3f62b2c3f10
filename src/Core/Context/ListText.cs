namespace Segue.Context;

/// <summary>Splits list headers in place.</summary>
internal static class ListText
{
    /// <summary>Cuts the optional white space of headers, space and tab, from both ends.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var start = 0;
        var end = text.Length;
        if (end == 0 || (text[0] > ' ' && text[end - 1] > ' ')) return text;
        while (start < end && text[start] is ' ' or '\t') start++;
        while (end > start && text[end - 1] is ' ' or '\t') end--;
        return text.Slice(start, end - start);
    }

    /// <summary>Takes the next member off a list.</summary>
    /// <param name="rest">What is left of the list, in and out.</param>
    /// <param name="separator">What stands between members.</param>
    /// <param name="member">The member, trimmed; may be empty.</param>
    /// <returns><see langword="false"/> at the end.</returns>
    internal static bool Next(scoped ref ReadOnlySpan<char> rest, char separator, out ReadOnlySpan<char> member)
    {
        if (rest.IsEmpty)
        {
            member = default;
            return false;
        }

        var at = rest.IndexOf(separator);
        member = Trim(at < 0 ? rest : rest.Slice(0, at));
        rest = at < 0 ? default : rest.Slice(at + 1);
        return true;
    }
}
