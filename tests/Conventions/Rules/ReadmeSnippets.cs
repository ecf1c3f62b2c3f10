using System.Text.RegularExpressions;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Compares the C# blocks of a document with the compiled files that they are taken from.</summary>
internal static partial class ReadmeSnippets
{
    /// <summary>The C# blocks of a document.</summary>
    internal static IReadOnlyList<string> Blocks(string markdown) => [.. Fence().Matches(markdown).Select(match => match.Groups[1].Value.Trim())];

    /// <summary>What a compiled file gives to the document: its regions, unindented, an empty line between them.</summary>
    internal static string FromFile(string code) => string.Join("\n\n", Region().Matches(code).Select(match => Unindent(match.Groups[1].Value)));

    internal static IEnumerable<string> Check(string markdown, IEnumerable<SourceFile> files)
    {
        var blocks = Blocks(markdown).ToList();
        foreach (var file in files)
        {
            if (!blocks.Remove(FromFile(file.Text))) yield return file.Path + ": no block of the document says the same";
        }

        foreach (var block in blocks) yield return "No file compiles this block:\n" + block;
    }

    private static string Unindent(string text)
    {
        var lines = text.Trim('\n').TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join("\n", lines.Select(line => line.Length >= indent ? line[indent..] : line));
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("#region [^\n]*\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
