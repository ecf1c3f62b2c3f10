namespace Segue.Propagation;

/// <summary>Host names with <c>*</c> for any characters, compared without case.</summary>
internal sealed class HostPatterns
{
    private readonly string[] _patterns;
    private readonly bool _all;

    internal HostPatterns(IEnumerable<string> patterns)
    {
        _patterns = [.. patterns];
        _all = Array.IndexOf(_patterns, "*") >= 0;
    }

    internal bool Match(string host)
    {
        if (_all) return true;
        foreach (var pattern in _patterns)
        {
            if (pattern is not null && Match(pattern, host)) return true;
        }

        return false;
    }

    // Goes back to the last star only, so the work is bounded by the product of the lengths.
    private static bool Match(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
