namespace Segue.Packaging.Tests;

[TestClass]
public class DependencyClosureTests
{
    private static readonly string[] _openTelemetry =
    [
        "OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Api.ProviderBuilderExtensions", "OpenTelemetry.Exporter.OpenTelemetryProtocol",
        // The container of OpenTelemetry's builder comes with it.
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    ];

    [TestMethod]
    [DataRow("netstandard2.0")]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public void Core_Assembly_NeedsOpenTelemetryApiOnly(string target) => AssertBeyond("Segue.Core", target, "OpenTelemetry.Api");

    [TestMethod]
    [DataRow("netstandard2.0")]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public void Shim_Assembly_NeedsCoreAndOpenTracingOnly(string target) =>
        AssertBeyond("Segue.Shim", target, "OpenTelemetry.Api", "Segue.Core", "OpenTracing");

    [TestMethod]
    [DataRow("netstandard2.0")]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public void ShimTesting_Assembly_NeedsShimAndOpenTracingOnly(string target) =>
        AssertBeyond("Segue.Shim.Testing", target, "OpenTracing", "Segue.Shim");

    [TestMethod]
    [DataRow("netstandard2.0")]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public void Sdk_Assembly_NeedsCoreAndOpenTelemetryOnly(string target) =>
        AssertBeyond("Segue.Sdk", target, [.. _openTelemetry, "Segue.Core"]);

    [TestMethod]
    [DataRow("netstandard2.0")]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public void Shim_ReferenceToOpenTracing_HasItsArchivedIdentity(string target) =>
        Assert.Contains("OpenTracing, 0.12.1.0, 61503406977abdaf", References.Of(Assembly("Segue.Shim", target)));

    [TestMethod]
    public void Beyond_AssemblyWithMore_IsFound()
    {
        var assembly = File.ReadAllBytes(typeof(DependencyClosureTests).Assembly.Location);
        var beyond = References.Beyond(assembly, "MSTest.TestFramework.Extensions", "Segue.TraceView").Select(References.Name);
        CollectionAssert.AreEqual(new[] { "MSTest.TestFramework" }, beyond.ToArray());
    }

    private static byte[] Assembly(string id, string target) => PackedSolution.Get(id).Entry($"lib/{target}/{id}.dll");

    private static void AssertBeyond(string id, string target, params string[] allowed) =>
        Assert.AreEqual("", string.Join("; ", References.Beyond(Assembly(id, target), allowed)));
}
