using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Segue.Attach.Tests;

/// <summary>What attached applications get to see: every file, by name.</summary>
[TestClass]
public class LayoutTests
{
    private static readonly string[] _beside =
    [
        "Microsoft.Extensions.Configuration.Abstractions.dll", "Microsoft.Extensions.Configuration.Binder.dll", "Microsoft.Extensions.Configuration.EnvironmentVariables.dll",
        "Microsoft.Extensions.Configuration.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.dll",
        "Microsoft.Extensions.Diagnostics.Abstractions.dll", "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.Logging.Configuration.dll",
        "Microsoft.Extensions.Logging.dll", "Microsoft.Extensions.Options.ConfigurationExtensions.dll", "Microsoft.Extensions.Options.dll", "Microsoft.Extensions.Primitives.dll",
        "OpenTelemetry.Api.ProviderBuilderExtensions.dll", "OpenTelemetry.Api.dll", "OpenTelemetry.Exporter.OpenTelemetryProtocol.dll", "OpenTelemetry.dll",
        "Segue.AspNetCore.dll", "Segue.Attach.Hook.dll", "Segue.Attach.Web.dll", "Segue.Core.dll", "Segue.Sdk.dll", "Segue.Shim.dll", "System.Diagnostics.DiagnosticSource.dll",
    ];

    [TestMethod]
    public void Hook_Folder_HasTheseFiles()
    {
        var store = from architecture in new[] { "x64", "arm64" }
                    from framework in new[] { "net8.0", "net9.0", "net10.0" }
                    from file in new[] { "Segue.Attach.Hook.dll", "Segue.Attach.Web.dll", "System.Diagnostics.DiagnosticSource.dll" }
                    where framework != "net10.0" || !file.StartsWith("System.", StringComparison.Ordinal)
                    select $"store/{architecture}/{framework}/segue.attach/1.0.0/{file}";
        var deps = new[] { "deps/shared/Microsoft.NETCore.App/8.0.0", "deps/shared/Microsoft.NETCore.App/9.0.0", "web/shared/Microsoft.NETCore.App/8.0.0", "web/shared/Microsoft.NETCore.App/9.0.0", "web/shared/Microsoft.NETCore.App/10.0.0" }
            .Select(folder => folder + "/Segue.Attach.deps.json");

        // Compiled where it is built, so elsewhere there is none.
        var compiled = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
            ? _beside.Where(file => !file.StartsWith("Segue.Attach.", StringComparison.Ordinal) && file != "System.Diagnostics.DiagnosticSource.dll").Select(file => "compiled/linux-x64/" + file)
            : [];

        var files = Directory.EnumerateFiles(Built.Hook, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Built.Hook, path).Replace('\\', '/'));

        CollectionAssert.AreEquivalent(_beside.Concat(store).Concat(deps).Concat(compiled).ToArray(), files.ToArray());
    }

    [TestMethod]
    public void Hook_CompiledFiles_AreCompiledAndOfTheSameVersion()
    {
        var folder = Path.Combine(Built.Hook, "compiled", "linux-x64");
        if (!Directory.Exists(folder)) Assert.Inconclusive("Only a build on Linux x64 compiles the hook's assemblies ahead; build there to test them.");
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            using var file = new PEReader(File.OpenRead(path));
            Assert.AreNotEqual(0, file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size, path);
            Assert.AreEqual(AssemblyName.GetAssemblyName(Path.Combine(Built.Hook, Path.GetFileName(path))).FullName, AssemblyName.GetAssemblyName(path).FullName);
        }
    }

    [TestMethod]
    public async Task Run_OnNet10_TakesWhatIsCompiled()
    {
        if (!Directory.Exists(Path.Combine(Built.Hook, "compiled", "linux-x64"))) Assert.Inconclusive("Only a build on Linux x64 compiles the hook's assemblies ahead; build there to test them.");

        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", Built.Dotnet, Built.Legacy("net10.0"), "location=Segue.Core"]);

        Assert.Contains("/compiled/linux-x64/", run.Said("Segue.Core"));
    }

    [TestMethod]
    public void Tool_Folder_HasNoOpenTracing() =>
        Assert.IsEmpty(Directory.EnumerateFiles(Path.GetDirectoryName(Built.Tool)!, "OpenTracing.dll", SearchOption.AllDirectories));

    // The host lets the highest version win, wherever it comes from: nothing of an application may be named but what must be one in a process.
    [TestMethod]
    public void AdditionalDeps_Assemblies_AreTheHooksOwnAndDiagnosticSource()
    {
        foreach (var path in Directory.EnumerateFiles(Built.Hook, "*.deps.json", SearchOption.AllDirectories))
        {
            var names = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!["targets"]![".NETCoreApp,Version=v8.0"]!["Segue.Attach/1.0.0"]!["runtime"]!.AsObject().Select(entry => entry.Key);
            Assert.IsEmpty(names.Except(["Segue.Attach.Hook.dll", "Segue.Attach.Web.dll", "System.Diagnostics.DiagnosticSource.dll"]), path);
        }
    }

    [TestMethod]
    public async Task Run_VersionsOfTheApplication_StayItsOwn()
    {
        using var folder = new TemporaryFolder();
        var application = folder.Copy(Path.GetDirectoryName(Built.Legacy("net10.0"))!, "application");
        File.Delete(Path.Combine(application, "legacy.deps.json"));
        File.Copy(Built.Package("OpenTelemetry", "1.14.0", "net8.0"), Path.Combine(application, "OpenTelemetry.dll"));

        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", Built.Dotnet, Path.Combine(application, "legacy.dll"), "version=OpenTelemetry", "version=OpenTracing"]);

        Assert.StartsWith("1.14.0", run.Said("OpenTelemetry"));
        Assert.AreEqual(System.Diagnostics.FileVersionInfo.GetVersionInfo(Path.Combine(application, "OpenTracing.dll")).FileVersion, run.Said("OpenTracing"));
    }
}
