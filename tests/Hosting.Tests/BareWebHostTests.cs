using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Segue.Hosting.Tests;

/// <summary>A real server with Segue.Sdk alone: <c>SegueTracing.Start</c> first, and nothing added to the container.</summary>
[TestClass]
public class BareWebHostTests : HostTestBase
{
    [TestMethod]
    [DataRow("")]
    [DataRow("x-datadog-parent-id: 0")]
    public async Task Request_DatadogTraceWithoutASpan_JoinsItAsARootOfTheAgents(string parent)
    {
        await Serve("x-datadog-trace-id: 7", "x-datadog-sampling-priority: 2", "x-datadog-origin: synthetics", parent);

        var server = Agent.Spans.Single(span => span.Resource != "inner");
        Assert.AreEqual(7UL, server.TraceIdLow);
        Assert.AreEqual(0UL, server.ParentId, "no dangling parent");
        Assert.AreEqual(2.0, server.Metrics["_sampling_priority_v1"]);
        Assert.AreEqual("synthetics", server.Meta["_dd.origin"]);
        Assert.AreEqual(server.SpanId, Agent.Spans.Single(span => span.Resource == "inner").ParentId);
    }

    private async Task Serve(params string[] headers)
    {
        using var tracing = SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = Agent.Address;
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/", static () =>
        {
            using (Tracer.Instance.StartActive("inner")) return "ok";
        });
        await app.StartAsync();
        using (SuppressInstrumentationScope.Begin()) StringAssert.StartsWith(await Send(new Uri(app.Urls.Single()), headers), "HTTP/1.1 200");
        await app.StopAsync();
        Assert.IsTrue(tracing.ForceFlush(Patience));
    }

    private static async Task<string> Send(Uri address, string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        using var stream = client.GetStream();
        var lines = string.Concat(headers.Where(header => header.Length > 0).Select(header => header + "\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: test\r\n{lines}Connection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
