using System.Diagnostics;

namespace Segue.Attach.Tests;

/// <summary>What became of a program that ran to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    // What surrounds the tests is not about the programs that they start.
    private static readonly string[] _foreign =
        ["DD_", "OTEL_", "SEGUE_", "ASPNETCORE_", "CORECLR_", "MSBUILD", "DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE", "DOTNET_ROOT", "DOTNET_ROLL_FORWARD", "VSTEST"];

    internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The line that begins with a word, without it.</summary>
    internal string Said(string word)
    {
        var line = Lines.FirstOrDefault(line => line.StartsWith(word + " ", StringComparison.Ordinal));
        Assert.IsNotNull(line, $"'{word}' was not said.{Environment.NewLine}{this}");
        return line[(word.Length + 1)..];
    }

    public override string ToString() => $"exit code {ExitCode}{Environment.NewLine}{Output}{Environment.NewLine}{Error}";

    internal static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => _foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
            start.Environment.Remove(name);
        start.Environment["OTEL_TRACES_EXPORTER"] = "none";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<ProgramRun> Of(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null, string input = "")
    {
        using var process = Process.Start(Prepare(program, arguments, variables))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {_limit}.");
        }

        return new ProgramRun(process.ExitCode, await output, await error);
    }

    /// <summary>Runs the legacy program under <c>segue-attach run</c>.</summary>
    internal static Task<ProgramRun> Attached(string framework, params string[] steps) => Attached(framework, new Dictionary<string, string>(), steps);

    /// <summary>Runs the legacy program under <c>segue-attach run</c>.</summary>
    internal static Task<ProgramRun> Attached(string framework, IReadOnlyDictionary<string, string> variables, params string[] steps)
    {
        return Of(Built.Dotnet, [Built.Tool, "run", "--", .. Built.LegacyCommand(framework), .. steps], variables);
    }

    /// <summary>The variables of <c>segue-attach env</c>.</summary>
    internal static Dictionary<string, string> Variables(string? hook = null)
    {
        var folder = hook ?? Built.Hook;
        return new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(folder, "Segue.Attach.Hook.dll"),
            ["DOTNET_ADDITIONAL_DEPS"] = Path.Combine(folder, "deps"),
            ["DOTNET_SHARED_STORE"] = Path.Combine(folder, "store"),
        };
    }
}
