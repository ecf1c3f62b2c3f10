using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Segue.Sdk.Tests.Support;

/// <summary>What the test assembly does when it is started as a program: traces one span and ends, by return or by <c>Environment.Exit</c>; on a provider of its own if it is told <c>provider</c>, which nobody disposes.</summary>
internal static class ChildProgram
{
    // Alive until the end, as it would be in an application.
    private static TracerProvider? _provider;

    internal static int Main(string[] arguments)
    {
        if (arguments.Length != 2) return 2;
        if (arguments[1].StartsWith("late ", StringComparison.Ordinal)) return LateInstrumentationProgram.Run(new Uri(arguments[0]), arguments[1].Split(' '));
        void Configure(SegueOptions options)
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = new Uri(arguments[0]);
        }

        if (arguments[1] == "provider") _provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue(Configure).Build();
        else SegueTracing.Start(Configure);
        Segue.Tracer.Instance.StartActive("last words").Dispose();
        if (arguments[1] == "exit") Environment.Exit(0);
        GC.KeepAlive(_provider);
        return 0;
    }

    internal static Process Start(Uri agent, string way)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardError = true };
        foreach (var argument in new[] { "exec", typeof(ChildProgram).Assembly.Location, agent.ToString(), way }) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
