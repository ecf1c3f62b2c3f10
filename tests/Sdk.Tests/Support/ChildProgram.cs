using System.Diagnostics;

namespace Segue.Sdk.Tests.Support;

/// <summary>What the test assembly does when it is started as a program: traces one span and ends, by return or by <c>Environment.Exit</c>.</summary>
internal static class ChildProgram
{
    internal static int Main(string[] arguments)
    {
        if (arguments.Length != 2) return 2;
        SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = new Uri(arguments[0]);
        });
        Tracer.Instance.StartActive("last words").Dispose();
        if (arguments[1] == "exit") Environment.Exit(0);
        return 0;
    }

    internal static Process Start(Uri agent, string way)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardError = true };
        foreach (var argument in new[] { "exec", typeof(ChildProgram).Assembly.Location, agent.ToString(), way }) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
