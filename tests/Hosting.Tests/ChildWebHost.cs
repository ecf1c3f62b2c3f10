using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Segue.TestKit;

namespace Segue.Hosting.Tests;

/// <summary>What the test assembly does when it is started as a program: serves one request in a process that nothing was used in before, and writes what was counted.</summary>
internal static class ChildWebHost
{
    internal static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length != 2) return 2;
        using var counters = new Counters();
        void Configure(SegueOptions options)
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = new Uri(arguments[1]);
        }

        var way = arguments[0];
        var tracing = way == "first" ? SegueTracing.Start(Configure) : null;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (way is "late" or "late+AspNetCore") tracing = SegueTracing.Start(Configure);
        if (way is "late+AspNetCore" or "AddSegue+AspNetCore") builder.Services.AddSegueAspNetCore();
        if (way is "AddSegue" or "AddSegue+AspNetCore") builder.Services.AddSegue(Configure);
        var joined = "";
        await using (var app = builder.Build())
        {
            app.MapGet("/", () => joined = Activity.Current?.TraceId.ToHexString() ?? "");
            await app.StartAsync();
            var address = new Uri(app.Urls.Single());
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: test\r\nuber-trace-id: 5a5a5a5a5a5a5a5a0123456789abcdef:b7ad6b7169203331:0:1\r\nConnection: close\r\n\r\n"));
            using var reader = new StreamReader(stream);
            await reader.ReadToEndAsync();
            await app.StopAsync();
        }

        tracing?.Dispose();
        await Console.Out.WriteLineAsync($"joined={joined == "5a5a5a5a5a5a5a5a0123456789abcdef"} propagator_late={counters["segue.misuse/propagator_late"]} web_host_propagator={counters["segue.misuse/web_host_propagator"]}");
        return 0;
    }

    internal static async Task<string> Run(string way, Uri agent)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "exec", typeof(ChildWebHost).Assembly.Location, way, agent.ToString() }) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return said.Trim();
    }
}
