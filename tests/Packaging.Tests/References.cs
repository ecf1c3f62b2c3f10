using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Segue.Packaging.Tests;

/// <summary>The assemblies that an assembly was compiled against, read without loading it.</summary>
internal static class References
{
    internal static IReadOnlyList<string> Of(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(handle => Describe(metadata, metadata.GetAssemblyReference(handle)));
        return [.. references.Order(StringComparer.Ordinal)];
    }

    /// <summary>What an assembly references beyond the framework and the given assemblies.</summary>
    internal static IEnumerable<string> Beyond(byte[] assembly, params string[] allowed) =>
        Of(assembly).Where(reference => !IsFramework(Name(reference)) && !allowed.Contains(Name(reference)));

    internal static string Name(string reference) => reference.Split(',')[0];

    private static bool IsFramework(string name) => name is "netstandard" or "mscorlib" or "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static string Describe(MetadataReader metadata, AssemblyReference reference) =>
        $"{metadata.GetString(reference.Name)}, {reference.Version}, {Convert.ToHexStringLower(metadata.GetBlobBytes(reference.PublicKeyOrToken))}";
}
