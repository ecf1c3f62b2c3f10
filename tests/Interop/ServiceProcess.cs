using System.Diagnostics;
using Demo;

namespace Segue.Interop;

/// <summary>A service in a process of its own, which says where it listens and ends with its input.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "LISTENING ";

    // What the shell that runs the tests says of its own tracing and proxies is not about these processes.
    private static readonly string[] _foreign = ["DD_", "OTEL_", "SEGUE_", "JAEGER_", "NODE_", "DOTNET_STARTUP_HOOKS", "HTTP_PROXY", "ALL_PROXY"];

    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string name, ProcessStartInfo start)
    {
        Name = name;
        _process = new Process { StartInfo = start };
    }

    internal string Name { get; }

    /// <summary>Starts a peer.</summary>
    internal static Task<ServiceProcess> StartAsync(Peer peer, string name, Uri agent) =>
        StartAsync(name, Programs.Node!, peer.EnvironmentFor(name, agent), Path.Combine(Programs.PeersFolder, peer.Script), peer.Argument);

    /// <summary>Starts a service on Segue.</summary>
    internal static Task<ServiceProcess> StartAsync(Fleet fleet, string name, Uri agent) =>
        StartAsync(name, DotnetHost.Path, new Dictionary<string, string>(), Programs.HostAssembly, name, agent.AbsoluteUri, fleet.ToString());

    /// <summary>Starts a service on Segue with an exit, and an environment, of its own.</summary>
    internal static Task<ServiceProcess> StartAsync(string name, Uri receiver, SegueExit exit, IReadOnlyDictionary<string, string> environment) =>
        StartAsync(name, DotnetHost.Path, environment, Programs.HostAssembly, name, receiver.AbsoluteUri, nameof(Fleet.None), exit.ToString());

    /// <summary>The address of something that it serves.</summary>
    internal Uri At(string path) => new(_address.Task.Result, path);

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile, or never started.
        }

        _process.Dispose();
    }

    private static async Task<ServiceProcess> StartAsync(string name, string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var variable in start.Environment.Keys.Where(IsForeign).ToList()) start.Environment.Remove(variable);
        foreach (var variable in environment) start.Environment[variable.Key] = variable.Value;

        var service = new ServiceProcess(name, start);
        try
        {
            service.Begin();
            await service._address.Task.WaitAsync(_startLimit);
            return service;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            service.Dispose();
            throw new InvalidOperationException($"{name} did not say where it listens. {service.Errors()}", e);
        }
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) _address.TrySetCanceled();
            else if (line.Data.StartsWith(Listening, StringComparison.Ordinal)) _address.TrySetResult(new Uri(line.Data[Listening.Length..]));
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            lock (_errors) _errors.Add(line.Data);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private string Errors()
    {
        lock (_errors) return string.Join(Environment.NewLine, _errors);
    }

    private static bool IsForeign(string variable) => _foreign.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
