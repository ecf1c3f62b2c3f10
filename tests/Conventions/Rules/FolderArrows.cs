using System.Text.RegularExpressions;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Finds uses of a type in a folder that comes before the one it is declared in.</summary>
/// <remarks>
/// Types are told by name, since the folders that users type against share a namespace. A name that is declared as a member, assigned,
/// named as an argument or reached through a dot is not a use of the type; a file that declares such a member means the member throughout.
/// </remarks>
internal static partial class FolderArrows
{
    private static readonly HashSet<string> _keywordsBeforeTypes = new(StringComparer.Ordinal)
    {
        "public", "internal", "private", "protected", "static", "readonly", "const", "override", "virtual", "abstract", "sealed", "async", "extern", "event",
        "new", "return", "throw", "await", "yield", "else", "do", "is", "as", "not", "and", "or", "case", "when", "in", "out", "ref", "params", "this", "scoped",
        "implicit", "explicit", "operator", "using", "typeof", "required", "volatile", "partial", "unsafe", "global", "where",
        "if", "with",
    };

    /// <summary>Checks the folders of one project; each may use itself and those before it.</summary>
    internal static IEnumerable<string> Check(IEnumerable<SourceFile> files, string project, params string[] folders)
    {
        var byFolder = folders.Select(folder => files.Where(file => file.IsUnder(project + "/" + folder)).ToArray()).ToArray();
        for (var i = 0; i < folders.Length; i++)
        {
            var near = byFolder[..(i + 1)].SelectMany(DeclaredNames).ToHashSet(StringComparer.Ordinal);
            for (var later = i + 1; later < folders.Length; later++)
            {
                var declared = byFolder[later].SelectMany(file => file.Types).Where(type => !type.IsNested);
                var far = declared.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
                far.ExceptWith(near);
                foreach (var violation in byFolder[i].SelectMany(file => Uses(file, far, folders[i], folders[later]))) yield return violation;
            }
        }
    }

    private static IEnumerable<string> DeclaredNames(IEnumerable<SourceFile> files) => files.SelectMany(file => file.Types).Select(type => type.Name);

    private static IEnumerable<string> Uses(SourceFile file, HashSet<string> names, string folder, string laterFolder)
    {
        if (names.Count == 0) yield break;
        var matches = Identifier().Matches(file.Code).Where(match => names.Contains(match.Value)).ToArray();
        var members = matches.Where(match => IsMember(file.Code, match)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var match in matches)
        {
            if (members.Contains(match.Value) || IsReached(file.Code, match) || IsArgumentName(file.Code, match)) continue;
            yield return file.At(match.Index, $"{folder} uses {match.Value} of {laterFolder}, which comes after it");
        }
    }

    private static bool IsMember(string code, Match match)
    {
        if (Assignment().IsMatch(code, match.Index + match.Length)) return !IsReached(code, match);

        var at = match.Index - 1;
        while (at >= 0 && char.IsWhiteSpace(code[at])) at--;
        if (at < 0 || at == match.Index - 1) return false;
        // Without a space before it the mark closes a type: List<int> Name, int[] Name, string? Name.
        if (code[at] is '>' or ']' or '?')
            return at > 0 && !char.IsWhiteSpace(code[at - 1]) && code[at - 1] != '=' && code.IndexOf('\n', at, match.Index - at) < 0;
        if (!char.IsLetterOrDigit(code[at]) && code[at] != '_') return false;
        var end = at + 1;
        while (at >= 0 && (char.IsLetterOrDigit(code[at]) || code[at] == '_')) at--;
        return !_keywordsBeforeTypes.Contains(code[(at + 1)..end]);
    }

    // A dot after anything but a namespace reaches a member of something else.
    private static bool IsReached(string code, Match match)
    {
        if (match.Index == 0 || code[match.Index - 1] != '.') return false;
        var at = match.Index - 2;
        while (at >= 0 && (char.IsLetterOrDigit(code[at]) || code[at] is '_' or '.')) at--;
        var before = code[(at + 1)..(match.Index - 1)];
        return before != nameof(Segue) && !before.StartsWith(nameof(Segue) + ".", StringComparison.Ordinal);
    }

    private static bool IsArgumentName(string code, Match match)
    {
        if (!ArgumentColon().IsMatch(code, match.Index + match.Length)) return false;
        var at = match.Index - 1;
        while (at >= 0 && char.IsWhiteSpace(code[at])) at--;
        return at >= 0 && code[at] is '(' or ',' or '{';
    }

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\G\s*(?:\?\?)?=(?![=>])")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\G\s*:(?!:)")]
    private static partial Regex ArgumentColon();
}
