using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.TestKit;
using Segue.TraceView;

namespace Segue.Hosting.Tests;

/// <summary>A real server, to most of which nothing of Segue's is added: <c>SegueTracing.Start</c> is all there is.</summary>
[TestClass]
public class BareWebHostTests : HostTestBase
{
    private const string Trace = "5a5a5a5a5a5a5a5a0123456789abcdef";
    private const string OtherTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string TraceParent = "traceparent: 00-" + Trace + "-00aabbccddeeff01-01";
    private const string Jaeger = "uber-trace-id: " + OtherTrace + ":b7ad6b7169203331:0:1";

    private readonly Counters _counters = new();

    [TestInitialize]
    public void PutFrameworksPropagator() => DistributedContextPropagator.Current = DistributedContextPropagator.CreateDefaultPropagator();

    [TestCleanup]
    public void StopCounting() => _counters.Dispose();

    [TestMethod]
    [DataRow("")]
    [DataRow("x-datadog-parent-id: 0")]
    public async Task Request_DatadogTraceWithoutASpan_JoinsItAsARootOfTheAgents(string parent)
    {
        await ServeStarted(static _ => { }, "x-datadog-trace-id: 7", "x-datadog-sampling-priority: 2", "x-datadog-origin: synthetics", parent);

        var server = Server();
        Assert.AreEqual(7UL, server.TraceIdLow);
        Assert.AreEqual(0UL, server.ParentId, "no dangling parent");
        Assert.AreEqual(2.0, server.Metrics["_sampling_priority_v1"]);
        Assert.AreEqual("synthetics", server.Meta["_dd.origin"]);
        Assert.AreEqual(server.SpanId, Agent.Spans.Single(static span => span.Resource == "inner").ParentId);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "Segue.Sdk alone")]
    [DataRow(true, DisplayName = "with Segue.AspNetCore")]
    public async Task Request_NamingTwoTraces_IsLinkedToTheOtherOnce(bool enriched)
    {
        await ServeStarted(services => _ = enriched ? services.AddSegueAspNetCore() : services, TraceParent, Jaeger);

        Assert.AreEqual(Trace, Server().TraceId);
        Assert.AreEqual(OtherTrace + " terminated_context jaeger", Text(Server().Links.Single()));
        Assert.AreEqual(1, _counters["segue.misuse/context_conflict"]);
    }

    [TestMethod]
    public async Task Request_Restart_IsLinkedToTheTraceItCameIn()
    {
        Environment.SetEnvironmentVariable("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT", "restart");
        try
        {
            await ServeStarted(static _ => { }, TraceParent);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT", null);
        }

        Assert.AreNotEqual(Trace, Server().TraceId);
        Assert.AreEqual(0UL, Server().ParentId);
        Assert.AreEqual(Trace + " propagation_behavior_extract tracecontext", Text(Server().Links.Single()));
    }

    [TestMethod]
    public async Task Request_OneTrace_HasNoLinkAndNothingIsLate()
    {
        await ServeStarted(static _ => { }, Jaeger);

        Assert.AreEqual(OtherTrace, Server().TraceId);
        Assert.IsEmpty(Server().Links);
        Assert.AreEqual(0, _counters["segue.misuse/web_host_propagator"]);
    }

    [TestMethod]
    [DataRow(false, 1, DisplayName = "after the builder alone")]
    [DataRow(true, 0, DisplayName = "after the builder, to which Segue.AspNetCore is added later")]
    public async Task Request_StartedAfterTheBuilder_IsCountedWhereTheHostHasAnotherPropagator(bool added, int late)
    {
        var builder = NewWebBuilder();
        using var tracing = SegueTracing.Start(Configure);
        var before = _counters["segue.misuse/web_host_propagator"];
        if (added) builder.Services.AddSegueAspNetCore();
        await Serve(builder, Jaeger);
        Assert.IsTrue(tracing.ForceFlush(Patience));

        Assert.AreEqual(added, Server().TraceId == OtherTrace);
        Assert.AreEqual(late, _counters["segue.misuse/web_host_propagator"] - before);
    }

    [TestMethod]
    public async Task Request_AddSegueAfterTheBuilder_JoinsAndNothingIsLate()
    {
        var before = _counters["segue.misuse/web_host_propagator"];
        var builder = NewWebBuilder();
        builder.Services.AddSegue(Configure);
        await Serve(builder, Jaeger);

        Assert.AreEqual(OtherTrace, Server().TraceId);
        Assert.AreEqual(0, _counters["segue.misuse/web_host_propagator"] - before);
    }

    [TestMethod]
    public async Task Request_UseSeguePropagationOnTheHostsProvider_Joins()
    {
        var joined = "";
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => joined = activity.TraceId.ToHexString(),
        };
        ActivitySource.AddActivityListener(listener);
        var builder = NewWebBuilder();
        builder.Services.ConfigureOpenTelemetryTracerProvider(static provider => provider.UseSeguePropagation(static options => options.GuestMode = false));

        await Serve(builder, Jaeger);

        Assert.AreEqual(OtherTrace, joined);
    }

    private static string Text(ReceivedLink link) => string.Join(" ", link.TraceId, link.Attributes["reason"], link.Attributes["context_headers"]);

    private static WebApplicationBuilder NewWebBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private static async Task Serve(WebApplicationBuilder builder, params string[] headers)
    {
        await using var app = builder.Build();
        app.MapGet("/", static () =>
        {
            using (Segue.Tracer.Instance.StartActive("inner")) return "ok";
        });
        await app.StartAsync();
        using (SuppressInstrumentationScope.Begin()) StringAssert.StartsWith(await Send(new Uri(app.Urls.Single()), headers), "HTTP/1.1 200");
        await app.StopAsync();
    }

    private static async Task<string> Send(Uri address, string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        using var stream = client.GetStream();
        var lines = string.Concat(headers.Where(static header => header.Length > 0).Select(static header => header + "\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: test\r\n{lines}Connection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task ServeStarted(Action<IServiceCollection> add, params string[] headers)
    {
        using var tracing = SegueTracing.Start(Configure);
        var builder = NewWebBuilder();
        add(builder.Services);
        await Serve(builder, headers);
        Assert.IsTrue(tracing.ForceFlush(Patience));
    }

    private ReceivedSpan Server() => Agent.Spans.Single(static span => span.Resource != "inner");

    private void Configure(SegueOptions options)
    {
        options.Exits.Add(SegueExit.Datadog);
        options.AgentUri = Agent.Address;
    }
}
