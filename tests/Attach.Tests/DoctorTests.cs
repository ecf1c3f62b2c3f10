using System.Net;
using System.Net.Sockets;

namespace Segue.Attach.Tests;

/// <summary>What the doctor says of a program that it does not start.</summary>
[TestClass]
public class DoctorTests
{
    private static readonly string _unreachable = UnreachableAgent();

    [TestMethod]
    public async Task Doctor_EverythingInPlace_IsWell()
    {
        using var agent = new Segue.TraceView.TraceAgent();

        var doctor = await Examine(new() { ["OTEL_TRACES_EXPORTER"] = "datadog", ["DD_TRACE_AGENT_URL"] = agent.Address.AbsoluteUri }, ["--replace"], Built.Dotnet, Built.Legacy("net10.0"));

        Assert.AreEqual(0, doctor.ExitCode, doctor.ToString());
        Assert.Contains("legacy would be attached to, and its spans would leave.", doctor.Output);
        Assert.Contains("note     own registration: legacy.dll registers a global tracer.", doctor.Output);
        Assert.Contains("ok       runtime: .NET 10.", doctor.Output);
        Assert.Contains("ok       exit: Datadog sends to " + agent.Address, doctor.Output);
        Assert.AreEqual(0, agent.PayloadCount);
    }

    [TestMethod]
    [DataRow("problem  another tracer in charge: legacy.dll registers", "", "")]
    [DataRow("problem  exit unreachable: Datadog sends to", "", "")]
    [DataRow("problem  no listener: tracing is switched off", "SEGUE_ENABLED", "false")]
    [DataRow("problem  no exit:", "OTEL_TRACES_EXPORTER", "none")]
    [DataRow("problem  sampled out: of 200 traces that would begin here, none", "OTEL_TRACES_SAMPLER", "always_off")]
    [DataRow("problem  sampled out: of 200 traces that would begin here, none", "DD_TRACE_SAMPLE_RATE", "0")]
    [DataRow("note     sampled out: of 200 traces that would begin here, about", "DD_TRACE_SAMPLING_RULES", "[{\"service\":\"legacy\",\"sample_rate\":0.5}]")]
    [DataRow("problem  switched off: SEGUE_ATTACH is false", "SEGUE_ATTACH", "false")]
    [DataRow("problem  wrong hook path: DOTNET_STARTUP_HOOKS names", "DOTNET_STARTUP_HOOKS", "{gone}")]
    [DataRow("note     another tracer: a profiler is attached", "CORECLR_ENABLE_PROFILING", "1")]
    [DataRow("note     another tracer: OpenTelemetry's automatic instrumentation", "OTEL_DOTNET_AUTO_HOME", "somewhere")]
    [DataRow("note     setting: DD_TRACE_SAMPLE_RATE='lots' is not understood", "DD_TRACE_SAMPLE_RATE", "lots")]
    public async Task Doctor_Cause_IsNamed(string expected, string name, string value)
    {
        var variables = new Dictionary<string, string> { ["OTEL_TRACES_EXPORTER"] = "datadog", ["DD_TRACE_AGENT_URL"] = _unreachable };
        if (name.Length > 0) variables[name] = value.Replace("{gone}", Path.Combine(Built.Repository, "gone.dll"));
        // A wrong hook path would end the doctor too, so it is read from a variable of the command that is examined; here the tool runs without it.
        var doctor = name == "DOTNET_STARTUP_HOOKS" ? InProcess(variables) : (await Examine(variables, [], Built.Dotnet, Built.Legacy("net10.0"))).Output;

        Assert.Contains(expected, doctor);
    }

    [TestMethod]
    [DataRow("ok       sampling:", "DD_TRACE_SAMPLE_RATE=1")]
    [DataRow("problem  sampled out: of 200 traces that would begin here, none", "DD_TRACE_SAMPLE_RATE=1 DD_TRACE_RATE_LIMIT=0")]
    [DataRow("ok       exit: Datadog sends to", "DD_TRACE_STARTUP_LOGS=false")]
    [DataRow("problem  no listener: tracing is switched off", "DD_TRACE_STARTUP_LOGS=false SEGUE_ENABLED=false")]
    [DataRow("note     another tracer in charge: Another tracer, by GuestMode, owns the export", "SEGUE_GUEST_MODE=true")]
    [DataRow("note     another tracer in charge: Datadog's tracer", "CORECLR_ENABLE_PROFILING=1 CORECLR_PROFILER={846F5F1C-F9AE-4B07-969E-05C26BC060D8}")]
    public async Task Doctor_Settings_OnlyTheirOwnCauseIsNamed(string expected, string settings)
    {
        using var agent = new Segue.TraceView.TraceAgent();
        var variables = settings.Split(' ').Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        variables["OTEL_TRACES_EXPORTER"] = "datadog";
        variables["DD_TRACE_AGENT_URL"] = agent.Address.AbsoluteUri;

        var doctor = await Examine(variables, ["--replace"], Built.Dotnet, Built.Legacy("net10.0"));

        Assert.Contains(expected, doctor.Output);
        Assert.DoesNotContain("no exit", doctor.Output);
        Assert.AreEqual(expected.StartsWith("problem", StringComparison.Ordinal) ? 1 : 0, doctor.ExitCode, doctor.ToString());
    }

    [TestMethod]
    public async Task Doctor_WebVariant_TellsOfTheOrder()
    {
        var doctor = await Examine([], ["--web"], Built.Dotnet, Built.LegacyWeb("net10.0"));

        Assert.Contains("note     order of registration: what asks for the tracer before the web host is built", doctor.Output);
    }

    [TestMethod]
    public async Task Doctor_NoOpenTracing_SaysLeftAlone()
    {
        var doctor = await Examine([], [], Built.Dotnet, Built.Tool);

        Assert.AreEqual(1, doctor.ExitCode);
        Assert.Contains("problem  OpenTracing: segue-attach has no OpenTracing.dll", doctor.Output);
    }

    [TestMethod]
    [DataRow("--version", "note     SDK command: 'dotnet' is left alone itself")]
    [DataRow("test", "note     SDK command: 'dotnet test' is left alone itself")]
    public async Task Doctor_SdkCommand_IsLeftAlone(string argument, string expected) => Assert.Contains(expected, (await Examine([], [], Built.Dotnet, argument)).Output);

    [TestMethod]
    public async Task Doctor_Script_CannotBeLookedInto() => Assert.Contains("note     program: no-such-program is not a .NET program", (await Examine([], [], "no-such-program")).Output);

    [TestMethod]
    public async Task Doctor_SingleFile_LooksInside()
    {
        var doctor = await Examine([], [], SingleFile.Publish("net10.0"));

        Assert.Contains("ok       program: legacy, a single-file application.", doctor.Output);
        Assert.Contains("ok       OpenTracing: found 0.12.1.0.", doctor.Output);
        Assert.Contains("problem  another tracer in charge: legacy.dll", doctor.Output);
    }

    [TestMethod]
    public async Task Doctor_AheadOfTimeCompiled_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var program = folder.Combine("native");
        await File.WriteAllTextAsync(program, "\0ELF ... DotNetRuntimeDebugHeader ...");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var doctor = await Examine([], [], program);

        Assert.AreEqual(1, doctor.ExitCode);
        Assert.Contains("problem  NativeAOT: native is compiled ahead of time", doctor.Output);
    }

    private static Task<ProgramRun> Examine(Dictionary<string, string> variables, string[] options, params string[] command) =>
        ProgramRun.Of(Built.Dotnet, [Built.Tool, "doctor", .. options, "--", .. command], variables);

    private static string InProcess(Dictionary<string, string> variables)
    {
        var line = Segue.Attach.Tool.CommandLine.Parse(["doctor", "--", Built.Dotnet, Built.Legacy("net10.0")]);
        string? Read(string name) => variables.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);
        var target = Segue.Attach.Tool.Doctor.Target.Find(line.Command, Read);
        return string.Join('\n', Segue.Attach.Tool.Doctor.AttachFindings.Of(line, new Segue.Attach.Tool.HookLayout(Path.GetDirectoryName(Built.Tool)!), target, Read));
    }

    private static string UnreachableAgent()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}";
    }
}
