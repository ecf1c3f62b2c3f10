using System.Diagnostics;
using System.Runtime.Versioning;

namespace Segue.Attach.Tests;

/// <summary>What stands between a program and who started it with <c>segue-attach run</c>: nothing.</summary>
[TestClass]
public class LaunchTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public async Task Run_ExitCode_IsTheProgramsOwn(int code) => Assert.AreEqual(code, (await ProgramRun.Attached("net10.0", "exit=" + code)).ExitCode);

    [TestMethod]
    public async Task Run_Crash_IsTheProgramsOwn()
    {
        var run = await ProgramRun.Attached("net10.0", "throw");

        Assert.AreNotEqual(0, run.ExitCode);
        Assert.Contains("thrown by the application", run.Error);
    }

    [TestMethod]
    public async Task Run_Input_ReachesTheProgram()
    {
        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", Built.Dotnet, Built.Legacy("net10.0"), "echo"], input: "from outside\n");

        Assert.AreEqual("from outside", run.Said("echo"));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public async Task Run_Signal_ReachesTheProgram()
    {
        using var process = Process.Start(ProgramRun.Prepare(Built.Dotnet, [Built.Tool, "run", "--", Built.Dotnet, Built.Legacy("net10.0"), "until-term", "exit=5"]))!;
        var waiting = await process.StandardOutput.ReadLineAsync();

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.AreEqual("waiting " + process.Id, waiting, "The program is not the process that was started.");
        Assert.AreEqual("asked True", await process.StandardOutput.ReadLineAsync());
        Assert.AreEqual(5, process.ExitCode);
    }

    [TestMethod]
    public async Task Run_VariablesThatAreSet_AreContinued()
    {
        using var folder = new TemporaryFolder();
        var other = folder.Combine("Other.dll");
        File.Copy(Built.HookAssembly, other);
        var variables = new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = other, ["SEGUE_ATTACH"] = "false" };

        // The shell is told, not .NET: a copy of the hook would not find what belongs beside it.
        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "env"], variables);

        Assert.Contains($"export DOTNET_STARTUP_HOOKS='{other}{Path.PathSeparator}{Built.HookAssembly}'", run.Output);
    }

    [TestMethod]
    [DataRow(null, true, false)]
    [DataRow("all", true, true)]
    [DataRow("none", false, false)]
    public async Task Run_PipelineSaysSomething_IsOnStandardErrorByLevel(string? level, bool warnings, bool start)
    {
        var variables = new Dictionary<string, string> { ["DD_TRACE_SAMPLE_RATE"] = "lots", ["OTEL_TRACES_EXPORTER"] = "none" };
        if (level is not null) variables["SEGUE_ATTACH_LOG"] = level;

        var run = await ProgramRun.Attached("net10.0", variables, "look");

        Assert.AreEqual("True GlobalTracer{Segue.Shim.OpenTracingShim}", run.Said("registered"));
        Assert.AreEqual(warnings, run.Error.Contains("segue-attach: DD_TRACE_SAMPLE_RATE='lots' is not understood", StringComparison.Ordinal), run.ToString());
        Assert.AreEqual(start, run.Error.Contains("segue-attach: Segue started: enabled=true", StringComparison.Ordinal), run.ToString());
    }

    [TestMethod]
    public async Task Run_UnknownProgram_SaysSo()
    {
        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", "no-such-program"]);

        Assert.AreEqual(127, run.ExitCode);
        Assert.AreEqual("segue-attach: there is no no-such-program.", run.Error.Trim());
    }

    [TestMethod]
    [DataRow("runn")]
    [DataRow("run")]
    [DataRow("run --wrong -- x")]
    [DataRow("env --shell fish")]
    [DataRow("env -- x")]
    [DataRow("doctor --")]
    public async Task CommandLine_Wrong_IsUsage(string arguments)
    {
        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, .. arguments.Split(' ')]);

        Assert.AreEqual(2, run.ExitCode);
        Assert.Contains("segue-attach help", run.Error);
    }
}
