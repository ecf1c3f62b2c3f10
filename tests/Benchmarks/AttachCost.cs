using System.Diagnostics;

namespace Segue.Benchmarks;

/// <summary>How much later the first line of an attached program comes: runs with and without the hook, in turns.</summary>
internal static class AttachCost
{
    private const int Runs = 21;

    internal static void Run()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Shim.sln"))) root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("There is no Shim.sln above this program.");
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        var hook = Path.Combine(root, "src", "Attach", "Tool", "bin", configuration, "net8.0", "hook");
        var legacy = Path.Combine(root, "tests", "Attach.Legacy", "bin", configuration, "net10.0", "legacy.dll");

        // The first ones fill the file cache.
        Measure(legacy, null);
        Measure(legacy, hook);
        var without = new List<double>();
        var with = new List<double>();
        for (var i = 0; i < Runs; i++)
        {
            without.Add(Measure(legacy, null));
            with.Add(Measure(legacy, hook));
        }

        Console.WriteLine($"until the first line, median of {Runs}: {Median(without):0} ms without, {Median(with):0} ms with the hook, {Median(with) - Median(without):0} ms added (least: {with.Min() - without.Min():0} ms)");
    }

    private static double Measure(string program, string? hook)
    {
        var start = new ProcessStartInfo("dotnet", [program, "runtime"]) { RedirectStandardOutput = true };
        start.Environment["OTEL_TRACES_EXPORTER"] = "datadog";
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        if (hook is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(hook, "Segue.Attach.Hook.dll");
            start.Environment["DOTNET_ADDITIONAL_DEPS"] = Path.Combine(hook, "deps");
            start.Environment["DOTNET_SHARED_STORE"] = Path.Combine(hook, "store");
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadLine();
        var elapsed = watch.Elapsed.TotalMilliseconds;
        process.WaitForExit();
        return elapsed;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
