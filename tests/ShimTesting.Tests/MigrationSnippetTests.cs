using System.Text.RegularExpressions;

namespace Segue.Shim.Testing.Tests;

/// <summary>What docs/migrating.md shows is what samples/Migrations compiles.</summary>
[TestClass]
public sealed partial class MigrationSnippetTests
{
    private static readonly string _root = FindRoot();

    [TestMethod]
    public void Blocks_OfMigrating_AreTheSources()
    {
        var blocks = Fence().Matches(Read("docs/migrating.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        var folders = new[] { "Before", "After" }.Select(name => Path.Combine(_root, "samples", "Migrations", name));
        var sources = folders.SelectMany(Directory.EnumerateFiles).Select(path => FromRegions(Read(path))).Order(StringComparer.Ordinal);

        Assert.AreEqual(string.Join("\n---\n", sources), string.Join("\n---\n", blocks));
    }

    [TestMethod]
    public void Sources_OfMigrations_AreBeforeAndAfterOfEachOrigin()
    {
        var names = new[] { "Before", "After" }.Select(name => string.Join(' ', Directory.EnumerateFiles(Path.Combine(_root, "samples", "Migrations", name))
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)));

        CollectionAssert.AreEqual(Enumerable.Repeat("Datadog Jaeger MockTracer TracerShim", 2).ToArray(), names.ToArray());
    }

    [TestMethod]
    public void FromRegions_TwoRegions_AreJoinedAndUnindented() => Assert.AreEqual(
        "using A;\n\nif (B)\n    C();",
        FromRegions("#region using\nusing A;\n#endregion\nclass D\n{\n    #region code\n    if (B)\n        C();\n    #endregion\n}\n"));

    private static string FromRegions(string code) => string.Join("\n\n", Region().Matches(code).Select(match => Unindent(match.Groups[1].Value)));

    private static string Unindent(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join("\n", lines.Select(line => line.Length >= indent ? line[indent..] : line));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(_root, path)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shim.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above " + AppContext.BaseDirectory + " has a Shim.sln.");
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("#region [^\n]*\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
