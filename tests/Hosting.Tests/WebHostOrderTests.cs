using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTracing.Util;

namespace Segue.Hosting.Tests;

/// <summary>On the generic host the web server may be made before what <c>AddSegue</c> adds; tracing is on by then all the same.</summary>
[TestClass]
public class WebHostOrderTests : HostTestBase
{
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public async Task Request_AnyOrderOfCalls_JoinsTheCallersTrace(bool webHostFirst, bool segueFirst)
    {
        void AddServices(IServiceCollection services)
        {
            if (!segueFirst) services.AddSegueAspNetCore();
            services.AddSegue(options =>
            {
                options.Exits.Add(SegueExit.Datadog);
                options.AgentUri = Agent.Address;
            }).AddOpenTracingShim();
            if (segueFirst) services.AddSegueAspNetCore();
        }

        var builder = Host.CreateDefaultBuilder();
        if (!webHostFirst) builder.ConfigureServices(AddServices);
        builder.ConfigureWebHostDefaults(static web => web.UseUrls("http://127.0.0.1:0").Configure(static app => app.Run(static context =>
        {
            using (GlobalTracer.Instance.BuildSpan("legacy").StartActive()) return context.Response.WriteAsync("ok");
        })));
        if (webHostFirst) builder.ConfigureServices(AddServices);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            request.Headers.Add("x-datadog-trace-id", "1234567890");
            request.Headers.Add("x-datadog-parent-id", "99");
            using (OpenTelemetry.SuppressInstrumentationScope.Begin())
            using (var response = await client.SendAsync(request)) Assert.AreEqual("ok", await response.Content.ReadAsStringAsync());
            await host.StopAsync();
        }

        var legacy = Agent.Spans.Single(span => span.Resource == "legacy");
        Assert.AreEqual(1234567890UL, legacy.TraceIdLow);
        Assert.AreEqual(99UL, Agent.Spans.Single(span => span.SpanId == legacy.ParentId).ParentId);
    }
}
