using System.Diagnostics;
using System.Text;

namespace Segue.Packaging.Tests;

/// <summary>A program that is run to its end, without what this process was told by the shell or the test host.</summary>
internal sealed class Command
{
    // Set by the test host for itself; they would send an inner build to the wrong place.
    private static readonly string[] _hosts = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBUILD_EXE_PATH", "DOTNET_HOST_PATH"];

    private static readonly string[] _tracing = ["DD_", "OTEL_", "SEGUE_", "JAEGER_", "DOTNET_STARTUP_HOOKS"];

    private readonly ProcessStartInfo _start;

    internal Command(string program, string folder, IEnumerable<string> arguments)
    {
        _start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in _hosts) Environment.Remove(name);
        foreach (var name in Environment.Keys.Where(key => _tracing.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList()) Environment.Remove(name);
        Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        Environment["DOTNET_NOLOGO"] = "1";
        Environment["MSBUILDDISABLENODEREUSE"] = "1";
    }

    internal IDictionary<string, string?> Environment => _start.Environment;

    /// <summary>Runs it.</summary>
    /// <returns>Its exit code, and what it wrote to either stream.</returns>
    internal (int Code, string Output) Run(TimeSpan limit)
    {
        var output = new StringBuilder();
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (output) output.AppendLine(line.Data);
        }

        using var process = new Process { StartInfo = _start };
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            lock (output) Assert.Fail($"{_start.FileName} did not end within {limit}:\n{output}");
        }

        // A compiler server that stays behind may keep the streams open; what the program itself wrote is here by then.
        _ = Task.Run(process.WaitForExit).Wait(TimeSpan.FromSeconds(5));
        lock (output) return (process.ExitCode, output.ToString());
    }
}
