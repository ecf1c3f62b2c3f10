using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Segue.Packaging.Tests;

/// <summary>The versions that Directory.Packages.props lays down.</summary>
internal static partial class CentralVersions
{
    private static readonly Dictionary<string, string> _versions = XDocument.Load(Path.Combine(PackedSolution.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value, StringComparer.Ordinal);

    /// <summary>Puts versions where a line names packages in braces.</summary>
    internal static string Fill(string line) => Name().Replace(line, match => _versions[match.Groups[1].Value]);

    [GeneratedRegex(@"\{([\w.]+)\}")]
    private static partial Regex Name();
}
