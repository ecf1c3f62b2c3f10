using System.Diagnostics;

namespace Segue.Agent;

/// <summary>What every span says of the process that it comes from.</summary>
internal sealed class ServiceIdentity
{
    internal string Service { get; init; } = "";

    internal string? Env { get; init; }

    internal string? Version { get; init; }

    internal IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal string RuntimeId { get; } = Guid.NewGuid().ToString();

    internal double ProcessId { get; } = CurrentProcessId();

    private static double CurrentProcessId()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }
}
