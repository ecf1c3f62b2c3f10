using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Segue.Shim;

namespace Segue.Hosting;

/// <summary>The tracing of a host: its own, or that of a provider which the application builds.</summary>
internal sealed class HostTracing : IDisposable
{
    private readonly SegueTracing? _own;
    private readonly TracerProvider _provider;

    internal HostTracing(IServiceProvider services, Action<SegueOptions> configure)
    {
        // First, so that nothing that starting says is missed.
        var log = services.GetRequiredService<SegueLog>();
        if (services.GetService<TracerProvider>() is { } provider)
        {
            _provider = provider;
            NameService(provider.GetResource(), configure);
            using var probe = new ActivitySource(OpenTracingShim.ActivitySourceName);
            if (!probe.HasListeners()) log.NotListenedTo();
            return;
        }

        _own = SegueTracing.Start(configure);
        _provider = _own.Provider;
    }

    /// <summary>Whether the provider is the application's.</summary>
    internal bool IsOfApplication => _own is null;

    public void Dispose() => _own?.Dispose();

    // For log lines: what the provider's spans have or, where Segue's exit was added to it, what that one sends.
    private static void NameService(Resource resource, Action<SegueOptions> configure)
    {
        var options = new SegueOptions();
        configure(options);
        var named = options.Exits.Contains(SegueExit.Datadog) ? options : new SegueOptions();
        string? Read(string key) => resource.Attributes.FirstOrDefault(attribute => attribute.Key == key).Value as string;
        CorrelationIdentifier.SetService(
            named.ServiceName ?? Read("service.name"),
            named.Version ?? Read("service.version"),
            named.Environment ?? Read("deployment.environment.name") ?? Read("deployment.environment"));
    }

    internal bool Flush(TimeSpan timeout) => _own?.ForceFlush(timeout) ?? _provider.ForceFlush((int)timeout.TotalMilliseconds);
}
