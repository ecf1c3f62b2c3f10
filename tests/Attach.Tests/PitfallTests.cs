using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace Segue.Attach.Tests;

/// <summary>What is known to go wrong with startup hooks, one test for each.</summary>
[TestClass]
public class PitfallTests
{
    // 1: a reference to a higher assembly version than the application ships can't be satisfied.
    [TestMethod]
    public void Layout_AssemblyVersions_NeverMove()
    {
        foreach (var path in Directory.EnumerateFiles(Built.Hook, "*.dll"))
        {
            var name = AssemblyName.GetAssemblyName(path);
            if (name.Name!.StartsWith("Segue.", StringComparison.Ordinal) || name.Name.StartsWith("OpenTelemetry", StringComparison.Ordinal)) Assert.AreEqual(new Version(1, 0, 0, 0), name.Version, path);
            if (name.Name.StartsWith("Microsoft.", StringComparison.Ordinal)) Assert.AreEqual(new Version(8, 0, 0, 0), name.Version, path);
        }
    }

    // 1: the framework's own copy of a shared assembly is older, and nothing was set for it.
    [TestMethod]
    public async Task Hook_OlderFrameworkWithoutAdditionalDeps_StepsAside()
    {
        var variables = new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = Built.HookAssembly };

        var run = await ProgramRun.Of(Built.DotnetWith("net8.0"), [Built.Legacy("net8.0"), "look"], variables);

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.AreEqual("False GlobalTracer{NoopTracer}", run.Said("registered"));
        Assert.Contains("legacy runs without Segue: its System.Diagnostics.DiagnosticSource is 8.0.0.0", run.Error);
        Assert.Contains("DOTNET_ADDITIONAL_DEPS", run.Error);
    }

    // 2: OpenTelemetry's assembly version is the same for ever.
    [TestMethod]
    [DataRow("1.9.0.0", false)]
    [DataRow("1.20.0.9999", false)]
    [DataRow("1.20.1.0", true)]
    [DataRow("2.0.0.0", true)]
    public void Demand_OpenTelemetry_IsOfItsFile(string version, bool met)
    {
        var demand = VersionDemand.All.Single(demand => demand.Name == "OpenTelemetry");

        Assert.IsTrue(demand.OfFile);
        Assert.AreEqual(met, demand.IsMetBy(Version.Parse(version)));
    }

    // 2: nothing beside the hook is left out of the comparison, and nothing older than what lies there is demanded.
    [TestMethod]
    public void Demand_EveryAssemblyBesideTheHook_IsCompared()
    {
        var files = Directory.EnumerateFiles(Built.Hook, "*.dll").ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, StringComparer.Ordinal);
        var own = new[] { "Segue.Attach.Hook", "Segue.Attach.Web", "Segue.AspNetCore", "Segue.Sdk", "Segue.Shim" };

        CollectionAssert.AreEquivalent(files.Keys.Except(own).ToArray(), VersionDemand.All.Select(demand => demand.Name).ToArray());
        foreach (var demand in VersionDemand.All)
        {
            var found = demand.OfFile ? Version.Parse(System.Diagnostics.FileVersionInfo.GetVersionInfo(files[demand.Name]).FileVersion!) : AssemblyName.GetAssemblyName(files[demand.Name]).Version!;
            Assert.AreEqual(demand.Least, new Version(found.Major, found.Minor, found.Build, found.Revision) is var whole && demand.Least.Revision < 0 ? new Version(whole.Major, whole.Minor, whole.Build) : whole, demand.Name);
        }
    }

    // 3: a hook that was built for a later runtime ends the application.
    [TestMethod]
    public void Hook_Target_IsTheLowestRuntime()
    {
        Assert.AreEqual(".NETCoreApp,Version=v8.0", typeof(OwnAssemblies).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
        using var file = new PEReader(File.OpenRead(Built.HookAssembly));
        var metadata = file.GetMetadataReader();
        var runtime = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Single(reference => metadata.GetString(reference.Name) == "System.Runtime");
        Assert.AreEqual(new Version(8, 0, 0, 0), runtime.Version);
    }

    // 3: and so does a hook for .NET 8 on .NET 6; the tool does not set the variables there.
    [TestMethod]
    public async Task Run_RuntimeBeforeTheHooks_SetsNothing()
    {
        using var folder = new TemporaryFolder();
        var application = Configured(folder, options => options["framework"]!["version"] = "6.0.0");

        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", Built.Dotnet, "exec", "--roll-forward", "Disable", application, "look"]);

        Assert.Contains("runs without Segue: it runs on .NET 6.0.0, and the hook needs .NET 8 or later.", run.Error);
    }

    // 4: an exception that escapes ends the application.
    [TestMethod]
    [DataRow("Segue.Sdk.dll", "not an assembly")]
    [DataRow("Segue.Shim.dll", null)]
    [DataRow("OpenTelemetry.dll", "not an assembly")]
    [DataRow("OpenTelemetry.Api.dll", null)]
    [DataRow("Segue.Core.dll", null)]
    [DataRow("Microsoft.Extensions.DependencyInjection.dll", null)]
    public async Task Hook_BrokenDependency_ApplicationRuns(string file, string? content)
    {
        using var folder = new TemporaryFolder();
        var hook = folder.Copy(Built.Hook, "hook");
        foreach (var copy in Directory.GetFiles(hook, file, SearchOption.AllDirectories))
        {
            File.Delete(copy);
            if (content is not null) File.WriteAllText(copy, content);
        }

        var run = await ProgramRun.Of(Built.DotnetWith("net10.0"), [Built.Legacy("net10.0"), "look", "register"], ProgramRun.Variables(hook));

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.AreEqual("False GlobalTracer{NoopTracer}", run.Said("registered"));
        Assert.AreEqual("succeeded", run.Said("register"));
        Assert.Contains("without Segue", run.Error);
    }

    // 4: a wrong path ends every .NET program, so the tool looks before it sets one.
    [TestMethod]
    public async Task Run_HookIsMissing_ApplicationRuns()
    {
        using var folder = new TemporaryFolder();
        var tool = folder.Copy(Path.GetDirectoryName(Built.Tool)!, "tool");
        File.Delete(Path.Combine(tool, "hook", "Segue.Attach.Hook.dll"));

        var run = await ProgramRun.Of(Built.Dotnet, [Path.Combine(tool, "segue-attach.dll"), "run", "--", Built.Dotnet, Built.Legacy("net10.0"), "look", "variable=DOTNET_STARTUP_HOOKS"]);

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.Contains("runs without Segue: there is no ", run.Error);
        Assert.AreEqual("DOTNET_STARTUP_HOOKS", run.Lines[1]);
    }

    // 5: a trimmed application has the switch below, and ignores hooks without a word.
    [TestMethod]
    public async Task Hook_StartupHooksAreOff_DoctorSaysSo()
    {
        using var folder = new TemporaryFolder();
        var application = Configured(folder, options => options["configProperties"] = new JsonObject { ["System.StartupHookProvider.IsSupported"] = false });

        var run = await ProgramRun.Of(Built.Dotnet, [application, "look"], ProgramRun.Variables());
        var doctor = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "doctor", "--", Built.Dotnet, application]);

        Assert.AreEqual("False GlobalTracer{NoopTracer}", run.Said("registered"));
        Assert.AreEqual(1, doctor.ExitCode);
        Assert.Contains("problem  trimmed:", doctor.Output);
    }

    // 6: the variables are inherited by every .NET program that is started below.
    [TestMethod]
    public async Task Hook_InCommandLineOfDotnet_LeavesItAlone()
    {
        var variables = ProgramRun.Variables();
        variables["SEGUE_ATTACH_LOG"] = "all";

        var run = await ProgramRun.Of(Built.Dotnet, ["--version"], variables);

        Assert.AreEqual(0, run.ExitCode);
        Assert.HasCount(1, run.Lines);
        Assert.AreEqual("segue-attach: dotnet is left alone: it is a tool, not an application.", run.Error.Trim());
    }

    [TestMethod]
    [DataRow("dotnet", true)]
    [DataRow("MSBuild", true)]
    [DataRow("vstest.console", true)]
    [DataRow("testhost", true)]
    [DataRow("testhost.x86", true)]
    [DataRow("datacollector", true)]
    [DataRow("VBCSCompiler", true)]
    [DataRow("dotnet-trace", true)]
    [DataRow("legacy", false)]
    [DataRow("Dotnetter", false)]
    public void IsTool_EntryAssembly_IsTold(string entry, bool expected) => Assert.AreEqual(expected, new RunningApplication(entry, []).IsTool);

    // 7 is JoinTests.Run_SingleFile_Joins: nothing asks an assembly of the application where it lies.

    private static string Configured(TemporaryFolder folder, Action<JsonObject> change)
    {
        var application = folder.Copy(Path.GetDirectoryName(Built.Legacy("net10.0"))!, "application");
        var path = Path.Combine(application, "legacy.runtimeconfig.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json["runtimeOptions"]!.AsObject());
        File.WriteAllText(path, json.ToJsonString());
        return Path.Combine(application, "legacy.dll");
    }
}
