using System.Diagnostics;

namespace Demo;

/// <summary>One service, in a process of its own.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "LISTENING ";
    private const int KeptErrorLines = 20;

    // What the shell that runs the demo says of its own tracing and proxies is not about these processes.
    private static readonly string[] _foreignPrefixes = ["DD_", "OTEL_", "SEGUE_", "ASPNETCORE_", "CORECLR_"];
    private static readonly string[] _foreignNames = ["DOTNET_STARTUP_HOOKS", "DOTNET_URLS", "URLS", "HTTP_PROXY", "ALL_PROXY"];

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    internal string Name { get; }

    internal int ProcessId { get; private set; }

    internal Uri Address => _address.Task.Result;

    /// <summary>The last lines of its error output.</summary>
    internal string Errors
    {
        get
        {
            lock (_errors) return string.Join(Environment.NewLine, _errors);
        }
    }

    /// <summary>Starts a service that was built into <c>services/{name}</c>.</summary>
    internal static ServiceProcess Start(string name, Uri agent)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "services", name, name + ".dll");
        if (!File.Exists(assembly)) throw new DemoException($"{name} was not built: there is no {assembly}.");

        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            ArgumentList = { assembly },
            WorkingDirectory = Path.GetDirectoryName(assembly),
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in start.Environment.Keys.Where(IsForeign).ToList()) start.Environment.Remove(variable);
        start.Environment["DD_TRACE_AGENT_URL"] = agent.AbsoluteUri;
        start.Environment["DD_ENV"] = "demo";

        var service = new ServiceProcess(name, new Process { StartInfo = start, EnableRaisingEvents = true });
        service.Begin();
        return service;
    }

    /// <summary>Waits until the service listens.</summary>
    internal async Task WaitUntilListeningAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            await _address.Task.WaitAsync(timeout, cancellation);
        }
        catch (TimeoutException)
        {
            throw new DemoException($"{Name} did not say within {timeout.TotalSeconds:0} s where it listens. {Errors}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Its last words may still be on their way.
            await _process.WaitForExitAsync(cancellation);
            throw new DemoException($"{Name} ended with {_process.ExitCode} before it listened. {Errors}");
        }
    }

    /// <summary>Tells the service where the one that it calls listens.</summary>
    internal void Introduce(ServiceProcess neighbour)
    {
        try
        {
            _process.StandardInput.WriteLine("NEIGHBOUR " + neighbour.Address);
            _process.StandardInput.Flush();
        }
        catch (IOException e)
        {
            throw new DemoException($"{Name} is gone: {e.Message} {Errors}");
        }
    }

    /// <summary>Asks the service to send what it has and end; kills it when it does not in time.</summary>
    internal async Task<bool> StopAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode == 0;
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Kill();
            return false;
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
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
            lock (_errors)
            {
                if (_errors.Count == KeptErrorLines) _errors.Dequeue();
                _errors.Enqueue(line.Data);
            }
        };
        _process.Start();
        ProcessId = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }

    private static bool IsForeign(string variable) =>
        _foreignPrefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || _foreignNames.Contains(variable, StringComparer.OrdinalIgnoreCase);
}
