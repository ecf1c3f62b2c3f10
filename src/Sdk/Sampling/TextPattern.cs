using System.Text.RegularExpressions;

namespace Segue.Sampling;

/// <summary>Matches a whole text in any case: <c>*</c> is any text, <c>?</c> one character, everything else itself; or a regular expression.</summary>
internal sealed class TextPattern
{
    private static readonly TimeSpan _matchTimeout = TimeSpan.FromMilliseconds(100);

    private readonly string _glob;
    private readonly Regex? _regex;

    /// <exception cref="ArgumentException">The regular expression is not one.</exception>
    internal TextPattern(string pattern, bool isRegex)
    {
        _glob = pattern;
        if (isRegex) _regex = new Regex("^(?:" + pattern + ")$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, _matchTimeout);
        MatchesEverything = isRegex ? pattern == ".*" : pattern.Length > 0 && pattern.Trim('*').Length == 0;
    }

    internal bool MatchesEverything { get; }

    internal static TextPattern? Of(string? pattern, bool isRegex) => pattern is null ? null : new TextPattern(pattern, isRegex);

    internal bool IsMatch(string text)
    {
        if (MatchesEverything) return true;
        if (_regex is null) return IsGlobMatch(text);
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    // Going back to the latest star alone is enough, and bounds the work by the product of the lengths.
    private bool IsGlobMatch(string text)
    {
        int at = 0, inGlob = 0, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (inGlob < _glob.Length && _glob[inGlob] == '*')
            {
                star = inGlob++;
                resume = at;
            }
            else if (inGlob < _glob.Length && (_glob[inGlob] == '?' || char.ToUpperInvariant(_glob[inGlob]) == char.ToUpperInvariant(text[at])))
            {
                inGlob++;
                at++;
            }
            else if (star >= 0)
            {
                inGlob = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (inGlob < _glob.Length && _glob[inGlob] == '*') inGlob++;
        return inGlob == _glob.Length;
    }
}
