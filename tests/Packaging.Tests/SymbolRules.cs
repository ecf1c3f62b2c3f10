using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Segue.Packaging.Tests;

/// <summary>Finds what a debugger, or somebody who builds the same source again, would miss.</summary>
internal static class SymbolRules
{
    private static readonly Guid _sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid _embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    internal static IEnumerable<string> Check(Package package, Package? symbols)
    {
        if (!package.Has("README.md") || package.Readme != "README.md") yield return package.Id + " has no README";
        if (!package.Has("LICENSE")) yield return package.Id + " lacks the text of its licence";
        foreach (var library in package.Libraries)
        {
            using var file = new PEReader(new MemoryStream(package.Entry(library)));
            if (file.ReadDebugDirectory().All(entry => entry.Type != DebugDirectoryEntryType.Reproducible)) yield return package.Id + ": not deterministic: " + library;
            var path = Path.ChangeExtension(library, ".pdb");
            if (symbols?.Has(path) != true) yield return package.Id + " has no symbols for " + library;
            else foreach (var problem in CheckSymbols(symbols.Entry(path))) yield return $"{package.Id}: {path} {problem}";
        }
    }

    /// <summary>The map from the build's files to where their text is on the web; empty when there is none.</summary>
    internal static string SourceLink(byte[] symbols)
    {
        using var file = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        var reader = file.GetMetadataReader();
        var maps = Custom(reader).Where(entry => reader.GetGuid(entry.Kind) == _sourceLink);
        return string.Concat(maps.Select(entry => Encoding.UTF8.GetString(reader.GetBlobBytes(entry.Value))));
    }

    private static IEnumerable<string> CheckSymbols(byte[] symbols)
    {
        using var file = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        var reader = file.GetMetadataReader();
        // Where the packages are packed from something that is no repository there is nothing to link to.
        if (Directory.Exists(Path.Combine(PackedSolution.Root, ".git")) || File.Exists(Path.Combine(PackedSolution.Root, ".git")))
        {
            if (!SourceLink(symbols).Contains("\"/_/*\"", StringComparison.Ordinal)) yield return "does not link to its source";
        }

        var embedded = Custom(reader).Where(entry => entry.Parent.Kind == HandleKind.Document && reader.GetGuid(entry.Kind) == _embeddedSource)
            .Select(entry => (DocumentHandle)entry.Parent).ToHashSet();
        foreach (var handle in reader.Documents)
        {
            var name = reader.GetString(reader.GetDocument(handle).Name);
            // What the build generates is in no repository.
            if (!name.StartsWith("/_/src/", StringComparison.Ordinal) && !embedded.Contains(handle)) yield return "names a file of the machine that built it: " + name;
        }
    }

    private static IEnumerable<CustomDebugInformation> Custom(MetadataReader reader) => reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation);
}
