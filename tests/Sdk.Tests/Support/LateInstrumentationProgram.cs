using System.Reflection;
using OpenTelemetry.Trace;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Support;

/// <summary>Starts tracing, loads legacy instrumentation and tells what was said of that.</summary>
internal static class LateInstrumentationProgram
{
    internal static int Run(Uri agent, string[] way)
    {
        using var log = new SelfLog();
        using var counters = new Counters();
        void Configure(SegueOptions options)
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent;
            options.FrameworkSpans = Enum.Parse<FrameworkSpans>(way[1]);
        }

        var turn = way.Length > 2 ? way[2] : "";
        IDisposable tracing;
        if (turn is "provider" or "between")
        {
            var builder = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue(Configure);
            if (turn == "between") Load();
            tracing = builder.Build();
        }
        else
        {
            tracing = SegueTracing.Start(Configure);
        }

        if (turn == "disposed") tracing.Dispose();
        if (turn != "between") Load();
        tracing.Dispose();
        foreach (var line in log.Written) Console.Error.WriteLine(line);
        Console.Error.WriteLine("counted " + counters["segue.misuse/legacy_instrumentation_late"]);
        return 0;
    }

    private static void Load() => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "OpenTracing.Contrib.NetCore.dll"));
}
