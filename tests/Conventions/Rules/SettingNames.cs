using System.Text.RegularExpressions;

namespace Segue.Conventions.Rules;

/// <summary>Compares the environment variables that the source reads with those that a document's table has.</summary>
internal static partial class SettingNames
{
    internal static IEnumerable<string> Check(string source, string markdown)
    {
        var read = Literal().Matches(source).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var rows = string.Join("\n", markdown.Split('\n').Where(line => line.StartsWith('|')));
        var told = Name().Matches(rows).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return read.Except(told).Select(name => name + " is read and not told").Concat(told.Except(read).Select(name => name + " is told and not read"));
    }

    [GeneratedRegex("\"((?:DD|OTEL|SEGUE)_[A-Z_]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\\b(?:DD|OTEL|SEGUE)_[A-Z_]+\\b")]
    private static partial Regex Name();
}
