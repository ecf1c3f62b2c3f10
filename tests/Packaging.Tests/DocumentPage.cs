using System.Text;
using System.Text.RegularExpressions;

namespace Segue.Packaging.Tests;

/// <summary>
/// A page of the documentation as a program: <c>sh</c> blocks are run, in order and in one shell, a block after a line that ends in <c>`File.name`:</c>
/// becomes that file first, and what a <c>text</c> block says has to be printed.
/// </summary>
internal sealed partial class DocumentPage
{
    private readonly List<(string Language, string Text, string File)> _blocks;

    internal DocumentPage(string markdown) =>
        _blocks = [.. Fence().Matches(markdown).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value, File(markdown[..match.Index])))];

    /// <summary>The page in the documentation's folder.</summary>
    internal static DocumentPage Open(string name) => new(System.IO.File.ReadAllText(Path.Combine(PackedSolution.Root, "docs", name)).ReplaceLineEndings("\n"));

    /// <summary>What has to be printed.</summary>
    internal IEnumerable<string> Expected => _blocks.Where(block => block.Language == "text").Select(block => block.Text);

    /// <summary>Blocks of code that nothing runs, since no line says which file they are.</summary>
    internal IEnumerable<string> Unused => _blocks.Where(block => block.Language is not ("sh" or "text") && block.File.Length == 0).Select(block => block.Text);

    /// <summary>The page for a POSIX shell.</summary>
    internal string Script()
    {
        var script = new StringBuilder("set -eu\n");
        foreach (var (language, text, file) in _blocks)
        {
            if (language == "sh") script.Append(text).Append('\n');
            else if (language != "text" && file.Length > 0) script.Append("cat >'").Append(file).Append("' <<'END OF THE FILE'\n").Append(text).Append("\nEND OF THE FILE\n");
        }

        return script.ToString();
    }

    private static string File(string before) => Name().Match(before.TrimEnd()) is { Success: true } match ? match.Groups[1].Value : "";

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`([\w.]+)`:$")]
    private static partial Regex Name();
}
