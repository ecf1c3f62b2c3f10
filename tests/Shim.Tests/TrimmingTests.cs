using System.Reflection;

namespace Segue.Shim.Tests;

/// <summary>The build runs the analyzers for trimming and Native AOT, and fails on what they find, only where the project says that it is fit for them.</summary>
[TestClass]
public class TrimmingTests
{
    [TestMethod]
    [DataRow(typeof(OpenTracingShim))]
    [DataRow(typeof(Tracer))]
    public void Assembly_OfTheTracedLibraries_IsAnalysedForTrimmingAndAot(Type type)
    {
        var stated = type.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(metadata => metadata.Value == "True").Select(metadata => metadata.Key).ToList();

        Assert.Contains("IsTrimmable", stated);
        // The SDK writes the second one down for .NET 10 only.
        if (Environment.Version.Major >= 10) Assert.Contains("IsAotCompatible", stated);
    }
}
