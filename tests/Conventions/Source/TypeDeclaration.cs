using System.Text.RegularExpressions;

namespace Segue.Conventions.Source;

/// <summary>A type as declared in source: name, modifiers, keyword, and whether another type surrounds it.</summary>
internal sealed partial record TypeDeclaration(string Name, string Keyword, string Modifiers, bool IsNested, int Position)
{
    internal bool IsPublic => Has("public");

    internal static IReadOnlyList<TypeDeclaration> In(string code)
    {
        // A namespace with a body of its own is not a type around others.
        var namespaceDepth = BlockNamespace().IsMatch(code) ? 1 : 0;
        var found = new List<TypeDeclaration>();
        int depth = 0, at = 0;
        foreach (Match match in Declaration().Matches(code))
        {
            for (; at < match.Index; at++) depth += code[at] == '{' ? 1 : code[at] == '}' ? -1 : 0;
            var keyword = match.Groups["keyword"].Value.Split(' ')[^1];
            var name = match.Groups["name"];
            found.Add(new TypeDeclaration(name.Value, keyword, match.Groups["modifiers"].Value, depth > namespaceDepth, name.Index));
        }

        return found;
    }

    internal bool Has(string modifier) => Modifiers.Split(' ', '\n', '\t').Contains(modifier);

    [GeneratedRegex(@"(?<modifiers>(?:\b(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe|new)\s+)*)" +
        @"(?:\b(?<keyword>class|struct|interface|enum|record(?:\s+class|\s+struct)?)\s+(?!where\b|class\b|struct\b)" +
        @"(?<name>[A-Za-z_]\w*)(?=\s*[<({:;]|\s+where\b)" +
        @"|\b(?<keyword>delegate)\s+[\w.?\[\]]+(?:<[^;()]*>)?\??\s+(?<name>[A-Za-z_]\w*)(?=\s*[<(]))")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bnamespace\s+[\w.]+\s*\{")]
    private static partial Regex BlockNamespace();
}
