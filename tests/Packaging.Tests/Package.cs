using System.IO.Compression;
using System.Xml.Linq;

namespace Segue.Packaging.Tests;

/// <summary>What a package says of itself and what it carries.</summary>
internal sealed class Package
{
    private readonly Dictionary<string, byte[]> _entries;
    private readonly XElement _metadata;

    internal Package(Stream content)
    {
        using var zip = new ZipArchive(content, ZipArchiveMode.Read);
        _entries = zip.Entries.ToDictionary(entry => entry.FullName, Read, StringComparer.Ordinal);
        var nuspec = XDocument.Load(new MemoryStream(_entries.Single(entry => entry.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value));
        _metadata = Children(nuspec.Root!, "metadata").Single();
    }

    internal string Id => Text("id");

    internal string Version => Text("version");

    internal string Description => Text("description");

    internal string Readme => Text("readme");

    internal string License =>
        Children(_metadata, "license").SingleOrDefault(element => (string?)element.Attribute("type") == "expression")?.Value ?? "";

    /// <summary>Assemblies and programs, whichever folder they lie in.</summary>
    internal IEnumerable<string> Binaries => _entries.Keys.Where(path => Path.GetExtension(path) is ".dll" or ".exe").Order(StringComparer.Ordinal);

    internal IEnumerable<string> LibraryFolders =>
        _entries.Keys.Where(path => path.StartsWith("lib/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Dependencies as <c>target: id version, id version</c>, one line for each target.</summary>
    internal IEnumerable<string> DependencyGroups =>
        Children(_metadata, "dependencies").SelectMany(dependencies => Children(dependencies, "group")).Select(DependencyGroup).Order(StringComparer.Ordinal);

    internal byte[] Entry(string path) => _entries[path];

    /// <summary>The libraries that it is for, one for each target.</summary>
    internal IEnumerable<string> Libraries => _entries.Keys.Where(path => path.StartsWith("lib/", StringComparison.Ordinal) && path.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    internal bool Has(string path) => _entries.ContainsKey(path);

    private static string DependencyGroup(XElement group)
    {
        var dependencies = Children(group, "dependency").Select(dependency => dependency.Attribute("id")!.Value + " " + dependency.Attribute("version")!.Value);
        return group.Attribute("targetFramework")!.Value + ": " + string.Join(", ", dependencies.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private string Text(string name) => Children(_metadata, name).SingleOrDefault()?.Value ?? "";
}
