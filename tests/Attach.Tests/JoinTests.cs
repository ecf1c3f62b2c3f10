using System.Diagnostics;
using Segue.TraceView;

namespace Segue.Attach.Tests;

/// <summary>A legacy program without a reference to Segue joins a trace with an OpenTelemetry service over HTTP.</summary>
[TestClass]
public class JoinTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net9.0")]
    [DataRow("net10.0")]
    public async Task Run_LegacyCallsService_TheyShareATrace(string framework)
    {
        using var scene = new Scene();

        var run = await ProgramRun.Attached(framework, scene.Variables, "runtime", "call=" + scene.Service.Address);

        await scene.AssertJoined(run);
        Assert.StartsWith(framework["net".Length..].Split('.')[0] + ".", run.Said("runtime"));
    }

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public async Task Run_OwnTracerIsReplaced_TheyShareATrace(string framework)
    {
        using var scene = new Scene();

        var run = await ProgramRun.Attached(framework, scene.With("SEGUE_ATTACH_REPLACE", "true"), "register", "call=" + scene.Service.Address);

        await scene.AssertJoined(run);
        Assert.AreEqual("succeeded", run.Said("register"));
    }

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public async Task Run_OwnTracerStays_ItIsItsSpansThatAreMade(string framework)
    {
        using var scene = new Scene();

        var run = await ProgramRun.Attached(framework, scene.Variables, "register", "call=" + scene.Service.Address, "own-spans");

        Assert.AreEqual("succeeded", run.Said("register"));
        Assert.AreEqual("1", run.Said("own-spans"));
        Assert.Contains("MockTracer as its global tracer, which stays in charge", run.Error);
    }

    // Without a deps.json every assembly in the folder is the application's.
    [TestMethod]
    [DataRow("net8.0", "1.14.0")]
    [DataRow("net10.0", "1.14.0")]
    [DataRow("net10.0", "1.9.0")]
    public async Task Run_ApplicationHasOlderOpenTelemetry_ItKeepsItAndJoins(string framework, string version)
    {
        using var scene = new Scene();
        using var folder = new TemporaryFolder();
        var application = folder.Copy(Path.GetDirectoryName(Built.Legacy(framework))!, "application");
        File.Delete(Path.Combine(application, "legacy.deps.json"));
        File.Copy(Built.Package("OpenTelemetry", version, "net8.0"), Path.Combine(application, "OpenTelemetry.dll"));
        File.Copy(Built.Package("OpenTelemetry.Api", "1.15.3", "net8.0"), Path.Combine(application, "OpenTelemetry.Api.dll"));

        var run = await ProgramRun.Of(
            Built.Dotnet,
            [Built.Tool, "run", "--", Built.DotnetWith(framework), Path.Combine(application, "legacy.dll"), "look", "call=" + scene.Service.Address, "version=OpenTelemetry"],
            scene.Variables);

        await scene.AssertJoined(run);
        Assert.StartsWith(version, run.Said("OpenTelemetry"));
        Assert.Contains($"OpenTelemetry {version}", run.Error);
        Assert.Contains("copy of its own", run.Error);
    }

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public async Task Run_SingleFile_Joins(string framework)
    {
        using var scene = new Scene();
        var program = SingleFile.Publish(framework);
        var variables = scene.With("DOTNET_ROOT", Path.GetDirectoryName(File.ResolveLinkTarget(Built.DotnetWith(framework), returnFinalTarget: true)?.FullName ?? Built.DotnetWith(framework))!);

        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", program, "look", "call=" + scene.Service.Address], variables);

        await scene.AssertJoined(run);
        Assert.AreEqual("True GlobalTracer{Segue.Shim.OpenTracingShim}", run.Said("registered"));
    }

    [TestMethod]
    public async Task Run_ApplicationHasProviderForRequests_FrameworkSpansAreLeftToIt()
    {
        using var scene = new Scene();
        using var folder = new TemporaryFolder();
        var application = WithProvider(folder);

        var run = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "run", "--", Built.DotnetWith("net10.0"), application, "call=" + scene.Service.Address], scene.Variables);
        var doctor = await ProgramRun.Of(Built.Dotnet, [Built.Tool, "doctor", "--", Built.Dotnet, application], scene.Variables);

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.AreEqual("legacy.call", string.Join(" ", scene.Agent.Spans.Select(span => span.Name)), run.ToString());
        Assert.Contains("the application brings OpenTelemetry.Instrumentation.Http, so the spans of ASP.NET Core and HttpClient are left", run.Error);
        Assert.Contains("note     own provider: the application brings OpenTelemetry.Instrumentation.Http", doctor.Output);
    }

    // Without a deps.json every assembly in the folder is the application's; only the name counts.
    private static string WithProvider(TemporaryFolder folder)
    {
        var application = folder.Copy(Path.GetDirectoryName(Built.Legacy("net10.0"))!, "application");
        File.Delete(Path.Combine(application, "legacy.deps.json"));
        File.Copy(Path.Combine(application, "OpenTracing.dll"), Path.Combine(application, "OpenTelemetry.Instrumentation.Http.dll"));
        return Path.Combine(application, "legacy.dll");
    }

    [ClassCleanup]
    public static void RemoveSingleFiles() => SingleFile.Remove();

    /// <summary>A trace agent for the legacy program, and the service that it calls.</summary>
    private sealed class Scene : IDisposable
    {
        internal OpenTelemetryService Service { get; } = new();

        internal TraceAgent Agent { get; } = new();

        internal Dictionary<string, string> Variables => new()
        {
            ["DD_TRACE_AGENT_URL"] = Agent.Address.AbsoluteUri,
            ["OTEL_TRACES_EXPORTER"] = "datadog",
        };

        public void Dispose()
        {
            Agent.Dispose();
            Service.Dispose();
        }

        internal Dictionary<string, string> With(string name, string value) => new(Variables) { [name] = value };

        internal async Task AssertJoined(ProgramRun run)
        {
            Assert.AreEqual(0, run.ExitCode, run.ToString());
            var called = run.Said("called").Split(' ');
            Assert.AreEqual("200", called[0]);
            Assert.IsTrue(await Agent.WaitForSpans(spans => spans.Count == 2, _limit), "The agent did not get two spans. " + run);

            var legacy = Agent.Spans.Single(span => span.Name == "legacy.call");
            Assert.AreEqual(called[1], legacy.TraceId);
            Assert.AreEqual("opentracing", legacy.Api);
            Assert.AreEqual("legacy", legacy.Service);
            var served = Service.Spans.Single();
            Assert.AreEqual(legacy.TraceId, served.TraceId.ToHexString());
            // HttpClient's own span stands between the two.
            var client = Agent.Spans.Single(span => span.SpanId == Convert.ToUInt64(served.ParentSpanId.ToHexString(), 16));
            Assert.AreEqual(legacy.SpanId, client.ParentId);
            Assert.AreEqual("framework", client.Api);
            Assert.AreEqual(ActivityKind.Server, served.Kind);
        }
    }
}
