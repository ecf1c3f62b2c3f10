namespace Segue.Packaging.Tests;

[TestClass]
public class PackageTests
{
    private static readonly string[] _hosting =
    [
        "Microsoft.Extensions.Diagnostics.HealthChecks {Microsoft.Extensions.Diagnostics.HealthChecks}",
        "Microsoft.Extensions.Hosting.Abstractions {Microsoft.Extensions.Hosting.Abstractions}",
        "Microsoft.Extensions.Logging {Microsoft.Extensions.Logging}",
        "Microsoft.Extensions.Options {Microsoft.Extensions.Options}",
        "Segue.Sdk {own}",
        "Segue.Shim {own}",
    ];

    [TestMethod]
    public void Packages_OfSolution_AreExactlyThese() =>
        CollectionAssert.AreEquivalent(new[] { "Segue.AspNetCore", "Segue.Attach", "Segue.Core", "Segue.Hosting", "Segue.Shim", "Segue.Sdk", "Segue.Shim.Testing" }, Ids);

    [TestMethod]
    public void Packages_OfSolution_ShareOneVersion() => Assert.HasCount(1, PackedSolution.Packages.Select(package => package.Version).Distinct());

    [TestMethod]
    [DataRow("Segue.AspNetCore")]
    [DataRow("Segue.Attach")]
    [DataRow("Segue.Core")]
    [DataRow("Segue.Hosting")]
    [DataRow("Segue.Shim")]
    [DataRow("Segue.Sdk")]
    [DataRow("Segue.Shim.Testing")]
    public void Package_Content_IsItsOwn(string id) => Assert.AreEqual("", string.Join("; ", PackageRules.Check(PackedSolution.Get(id))));

    // On net10.0 the framework itself has DiagnosticSource.
    [TestMethod]
    public void Core_Dependencies_AreActivityAndOpenTelemetryApi() => AssertGroups(
        "Segue.Core",
        ".NETStandard2.0: OpenTelemetry.Api {OpenTelemetry.Api}, System.Diagnostics.DiagnosticSource {System.Diagnostics.DiagnosticSource}",
        "net10.0: OpenTelemetry.Api {OpenTelemetry.Api}",
        "net8.0: OpenTelemetry.Api {OpenTelemetry.Api}, System.Diagnostics.DiagnosticSource {System.Diagnostics.DiagnosticSource}");

    [TestMethod]
    public void Shim_Dependencies_AreCoreAndArchivedOpenTracing() => AssertGroups("Segue.Shim", InEach("OpenTracing 0.12.1, Segue.Core {own}"));

    [TestMethod]
    public void ShimTesting_Dependencies_AreShimAlone() => AssertGroups("Segue.Shim.Testing", InEach("Segue.Shim {own}"));

    [TestMethod]
    public void Sdk_Dependencies_AreCoreAndOpenTelemetry() => AssertGroups(
        "Segue.Sdk",
        InEach("OpenTelemetry {OpenTelemetry}, OpenTelemetry.Exporter.OpenTelemetryProtocol {OpenTelemetry.Exporter.OpenTelemetryProtocol}, Segue.Core {own}"));

    [TestMethod]
    public void Hosting_Dependencies_AreShimSdkAndTheHostsAbstractions() => AssertGroups("Segue.Hosting", InEach(string.Join(", ", _hosting)));

    [TestMethod]
    public void AspNetCore_Dependencies_AreCoreAlone() => AssertGroups("Segue.AspNetCore", "net10.0: Segue.Core {own}", "net8.0: Segue.Core {own}");

    [TestMethod]
    public void Attach_Dependencies_AreNone() => AssertGroups("Segue.Attach");

    private static string[] Ids => [.. PackedSolution.Packages.Select(package => package.Id)];

    private static string[] InEach(string dependencies) => [".NETStandard2.0: " + dependencies, "net10.0: " + dependencies, "net8.0: " + dependencies];

    private static void AssertGroups(string id, params string[] expected)
    {
        var package = PackedSolution.Get(id);
        var resolved = expected.Select(line => CentralVersions.Fill(line.Replace("{own}", package.Version))).Order(StringComparer.Ordinal);
        Assert.AreEqual(string.Join(Environment.NewLine, resolved), string.Join(Environment.NewLine, package.DependencyGroups));
    }
}
