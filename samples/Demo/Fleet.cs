using Spectre.Console;

namespace Demo;

/// <summary>The three services; disposing ends every one of them.</summary>
internal sealed class Fleet : IDisposable
{
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(15);

    private readonly List<ServiceProcess> _services = [];

    /// <summary>Where requests enter.</summary>
    internal Uri Entry => _services[0].Address;

    internal async Task StartAsync(Uri agent, ProgressContext progress, CancellationToken cancellation)
    {
        string[] names = ["Demo.LegacyHost", "Demo.OpenTelemetry", "Demo.Native"];
        var tasks = names.Select(name => progress.AddTask(name, maxValue: 1)).ToList();
        foreach (var name in names) _services.Add(ServiceProcess.Start(name, agent));
        for (var i = 0; i < names.Length; i++)
        {
            await _services[i].WaitUntilListeningAsync(_startTimeout, cancellation);
            tasks[i].Increment(1);
        }

        // Each calls the next one, the last one calls the first.
        for (var i = 0; i < _services.Count; i++) _services[i].Introduce(_services[(i + 1) % _services.Count]);
    }

    internal void Show(IAnsiConsole console)
    {
        foreach (var service in _services) console.MarkupLineInterpolated($"{service.Name} runs as process {service.ProcessId} at {service.Address.AbsoluteUri}");
    }

    /// <summary>Has every service send what it has and end.</summary>
    internal async Task StopAsync(IAnsiConsole console, CancellationToken cancellation)
    {
        var stopped = await Task.WhenAll(_services.Select(service => service.StopAsync(_stopTimeout, cancellation)));
        for (var i = 0; i < stopped.Length; i++)
        {
            if (!stopped[i]) console.MarkupLineInterpolated($"[yellow]{_services[i].Name} did not end as asked. {_services[i].Errors}[/]");
        }
    }

    public void Dispose()
    {
        foreach (var service in _services) service.Dispose();
    }
}
