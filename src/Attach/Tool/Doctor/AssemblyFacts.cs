using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Segue.Attach.Tool.Doctor;

/// <summary>What an assembly says of itself and calls, read without loading it.</summary>
internal sealed record AssemblyFacts(string Name)
{
    internal Version? Version { get; private init; }

    internal Version? FileVersion { get; private init; }

    /// <summary>Whether it calls <c>GlobalTracer.Register</c> or <c>RegisterIfAbsent</c>.</summary>
    internal bool Registers { get; private init; }

    /// <summary>Whether it calls <c>GlobalTracer.IsRegistered</c>.</summary>
    internal bool AsksWhetherRegistered { get; private init; }

    /// <summary>Whether it makes an <c>ActivitySource</c> of its own.</summary>
    internal bool HasActivitySource { get; private init; }

    /// <summary>Reads an assembly; <see langword="null"/> when it is not a managed one.</summary>
    internal static AssemblyFacts? TryRead(string name, Func<Stream?> open)
    {
        try
        {
            using var stream = open();
            // Compressed inside a single file: its name is known, and nothing else.
            if (stream is null) return new AssemblyFacts(name);
            using var file = new PEReader(stream);
            if (!file.HasMetadata) return null;
            var metadata = file.GetMetadataReader();
            if (!metadata.IsAssembly) return null;
            var called = metadata.MemberReferences.Select(handle => Member(metadata, metadata.GetMemberReference(handle))).ToHashSet(StringComparer.Ordinal);
            return new AssemblyFacts(name)
            {
                Version = metadata.GetAssemblyDefinition().Version,
                FileVersion = ReadFileVersion(metadata),
                Registers = called.Contains("OpenTracing.Util.GlobalTracer.Register") || called.Contains("OpenTracing.Util.GlobalTracer.RegisterIfAbsent"),
                AsksWhetherRegistered = called.Contains("OpenTracing.Util.GlobalTracer.IsRegistered"),
                HasActivitySource = called.Contains("System.Diagnostics.ActivitySource..ctor"),
            };
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Member(MetadataReader metadata, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference) return "";
        var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        return metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name) + "." + metadata.GetString(member.Name);
    }

    private static Version? ReadFileVersion(MetadataReader metadata)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            if (Member(metadata, metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor)) != "System.Reflection.AssemblyFileVersionAttribute..ctor") continue;
            var value = metadata.GetBlobReader(attribute.Value);
            // Two bytes of prolog, then the one argument.
            return value.ReadUInt16() == 1 && System.Version.TryParse(value.ReadSerializedString(), out var version) ? version : null;
        }

        return null;
    }
}
