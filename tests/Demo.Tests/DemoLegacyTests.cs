using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Demo.Tests;

[TestClass]
public sealed class DemoLegacyTests
{
    [TestMethod]
    [DataRow("Demo.LegacyHost")]
    [DataRow("Demo.OpenTelemetry")]
    [DataRow("Demo.Native")]
    public void References_LegacyLibraryOfEveryService_KnowOpenTracingAlone(string service)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(DemoProcess.Folder, "services", service, "Demo.Legacy.dll")));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name));

        CollectionAssert.AreEquivalent(new[] { "netstandard", "OpenTracing" }, references.ToArray());
    }
}
