using System.Xml.Linq;

namespace Segue.Conventions.Source;

/// <summary>The source tree that this assembly was built from.</summary>
internal static class Repository
{
    private static readonly string[] _ignoredFolders =
        [".git", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules", ".vs", ".idea"];

    private static readonly string[] _binaryEndings = [".snk", ".nupkg", ".dll", ".exe", ".pdb", ".png", ".ico", ".gif", ".zip", ".bin"];

    internal static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Every text file of the repository, build output left out.</summary>
    internal static IReadOnlyList<SourceFile> Files { get; } = [.. Read(Root)];

    /// <summary>The C# files of the product, its tests and its samples.</summary>
    internal static IReadOnlyList<SourceFile> CSharp { get; } =
        [.. Files.Where(file => IsCSharp(file) && (file.IsUnder("src") || file.IsUnder("tests") || file.IsUnder("samples")))];

    /// <summary>The C# files of the product.</summary>
    internal static IReadOnlyList<SourceFile> Product { get; } = [.. CSharp.Where(file => file.IsUnder("src"))];

    internal static IEnumerable<SourceFile> Projects => Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    internal static SourceFile File(string path) => Files.Single(file => file.Path == path);

    internal static XDocument Xml(SourceFile file) => XDocument.Parse(file.Text);

    internal static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Shim.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above " + from + " has a Shim.sln.");
    }

    private static bool IsCSharp(SourceFile file) => file.Path.EndsWith(".cs", StringComparison.Ordinal);

    private static IEnumerable<SourceFile> Read(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (_binaryEndings.Contains(Path.GetExtension(path))) continue;
            yield return new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), System.IO.File.ReadAllText(path).ReplaceLineEndings("\n"));
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (_ignoredFolders.Contains(Path.GetFileName(child))) continue;
            foreach (var file in Read(child)) yield return file;
        }
    }
}
