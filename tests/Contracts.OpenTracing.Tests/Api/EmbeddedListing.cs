namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Reads the listing that the assembly has to match.</summary>
internal static class EmbeddedListing
{
    public static string ReadListing()
    {
        var assembly = typeof(EmbeddedListing).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(".api.txt", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name));
        return reader.ReadToEnd();
    }
}
