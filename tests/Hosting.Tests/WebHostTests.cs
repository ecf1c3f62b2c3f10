using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenTracing.Util;

namespace Segue.Hosting.Tests;

[TestClass]
public class WebHostTests : HostTestBase
{
    [TestMethod]
    public async Task Request_WithDatadogHeaders_LegacyCodeJoinsTheirTrace()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSegue(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = Agent.Address;
        }).AddOpenTracingShim();
        await using (var app = builder.Build())
        {
            app.MapGet("/cart", () =>
            {
                using (GlobalTracer.Instance.BuildSpan("legacy").StartActive()) return "ok";
            });
            await app.StartAsync();
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/cart");
            request.Headers.Add("x-datadog-trace-id", "1234567890");
            request.Headers.Add("x-datadog-parent-id", "99");
            request.Headers.Add("x-datadog-sampling-priority", "2");
            // What the client of this process adds of its own is set, not appended, so the peer's headers are sent without it.
            using (OpenTelemetry.SuppressInstrumentationScope.Begin())
            using (var response = await client.SendAsync(request)) Assert.AreEqual("ok", await response.Content.ReadAsStringAsync());
            await app.StopAsync();
        }

        var legacy = Agent.Spans.Single(span => span.Resource == "legacy");
        Assert.AreEqual(1234567890UL, legacy.TraceIdLow);
        Assert.AreEqual(99UL, Agent.Spans.Single(span => span.SpanId == legacy.ParentId).ParentId);
    }
}
