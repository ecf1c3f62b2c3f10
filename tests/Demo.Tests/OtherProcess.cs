using System.Diagnostics;

namespace Demo.Tests;

/// <summary>Looks at processes that are not children of this one.</summary>
internal static class OtherProcess
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(50);

    internal static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until none of the processes is alive.</summary>
    internal static async Task<bool> AllEndAsync(IReadOnlyCollection<int> ids, TimeSpan limit, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (ids.Any(IsAlive))
        {
            if (watch.Elapsed > limit) return false;
            await Task.Delay(_pollInterval, cancellation);
        }

        return true;
    }

    // An orphan that has ended may wait for its new parent to take notice, which not every container's first process does.
    private static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }
}
