using System.Text.RegularExpressions;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Rules for every text file: nothing in it may belong to one machine.</summary>
internal static partial class TextRules
{
    // Written in pieces, so that this file does not break its own rule.
    private static readonly string[] _registries =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com", "pypi" + ".org", "pythonhosted" + ".org", "myget" + ".org",
        "proxy.golang" + ".org", "pkgs.dev.azure" + ".com", "pkgs.visualstudio" + ".com", "repo.maven.apache" + ".org",
        "crates" + ".io", "rubygems" + ".org", "jfrog" + ".io",
    ];

    internal static IEnumerable<string> MachinePaths(SourceFile file) =>
        MachinePath().Matches(file.Text).Select(match => file.At(match.Index, "path of one machine: " + match.Value));

    internal static IEnumerable<string> Registries(SourceFile file)
    {
        foreach (var registry in _registries)
        {
            var at = file.Text.IndexOf(registry, StringComparison.OrdinalIgnoreCase);
            if (at >= 0) yield return file.At(at, "host of a package registry: " + registry);
        }
    }

    // "/x" after a word, a dot or a brace is a route or a relative path; a route may also be called /work or /root.
    [GeneratedRegex(@"(?<![\w.}/\-])/(?:w[o]rk/\w|r[o]ot/[\w.]|h[o]me/\w|Us[e]rs/\w|t[m]p\b)[\w./\-]*|\b[A-Za-z]:\\+Us[e]rs\b")]
    private static partial Regex MachinePath();
}
