using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTracing.Util;
using Segue.TraceView;

[assembly: DoNotParallelize]

namespace Segue.Hosting.Tests;

public abstract class HostTestBase
{
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    protected TraceAgent Agent { get; } = new();

    protected LogLines Log { get; } = new();

    [TestCleanup]
    public void CleanUp()
    {
        Agent.Dispose();
        Activity.Current = null;
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        typeof(GlobalTracer).GetField("_tracer", Hidden)!.SetValue(GlobalTracer.Instance, OpenTracing.Noop.NoopTracerFactory.Create());
        typeof(GlobalTracer).GetField("s_isRegistered", Hidden)!.SetValue(null, false);
    }

    protected HostApplicationBuilder NewBuilder(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Segue:Exits", "Datadog"), new("Segue:AgentUri", Agent.Address.ToString())]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>("Segue:" + setting.Key, setting.Value)));
        builder.Logging.Services.AddSingletonProvider(Log);
        return builder;
    }

    protected string[] Sent() => [.. Agent.Spans.Select(span => span.Resource).Order(StringComparer.Ordinal)];
}
