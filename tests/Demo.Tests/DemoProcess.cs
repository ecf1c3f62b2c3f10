using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Demo.Tests;

/// <summary>The built demo, run as a user runs it.</summary>
internal sealed class DemoProcess : IDisposable
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private static readonly string _assembly =
        typeof(DemoProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "DemoAssembly").Value!;

    /// <summary>Where the demo was built to.</summary>
    internal static readonly string Folder = Path.GetDirectoryName(_assembly)!;

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly StringBuilder _output = new();

    private DemoProcess(Process process)
    {
        _process = process;
        process.Start();
        _errors = process.StandardError.ReadToEndAsync();
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal static DemoProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    internal static DemoProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(_assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var variable in environment) start.Environment[variable.Key] = variable.Value;
        return new DemoProcess(new Process { StartInfo = start });
    }

    internal async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Limit, cancellation);
        _output.AppendLine(line);
        return line;
    }

    /// <summary>Waits for the end; what was read line by line before is part of the output.</summary>
    internal async Task<(int ExitCode, string Output, string Errors)> EndAsync(CancellationToken cancellation)
    {
        _output.Append(await _process.StandardOutput.ReadToEndAsync(cancellation).WaitAsync(Limit, cancellation));
        await _process.WaitForExitAsync(cancellation).WaitAsync(Limit, cancellation);
        return (_process.ExitCode, _output.ToString(), await _errors);
    }

    /// <summary>Ends the demo, and only the demo, without giving it a chance to react.</summary>
    internal void KillAlone() => _process.Kill(entireProcessTree: false);

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }

        _process.Dispose();
    }
}
