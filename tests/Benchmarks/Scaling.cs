using System.Diagnostics;
using OpenTracing;
using Segue.Shim;

namespace Segue.Benchmarks;

/// <summary>Spans per second of 8 threads over those of one, raw and through the shim, interleaved; the median of ten runs.</summary>
internal static class Scaling
{
    private const int Runs = 10;
    private const int Threads = 8;
    private const int SpansPerThread = 100_000;

    internal static void Run()
    {
        using var recording = new Recording(Recording.Raw.Name, OpenTracingShim.ActivitySourceName);
        ITracer tracer = new OpenTracingShim();
        void Raw()
        {
            using var span = Recording.Raw.StartActivity("x")!;
            span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3").SetTag("d", "4").SetTag("e", "5");
        }

        void Shim()
        {
            using var scope = tracer.BuildSpan("x").StartActive();
            scope.Span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3").SetTag("d", "4").SetTag("e", "5");
        }

        var ratios = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var raw = Rate(Raw, Threads) / Rate(Raw, 1);
            var shim = Rate(Shim, Threads) / Rate(Shim, 1);
            // The first run warms up.
            if (run > 0) ratios.Add(shim / raw);
            Console.WriteLine($"run {run}: raw scales {raw:F2} x, shim {shim:F2} x, ratio {shim / raw:F2}");
        }

        ratios.Sort();
        Console.WriteLine($"median of {Runs}: {(ratios[Runs / 2] + ratios[(Runs / 2) - 1]) / 2:F2}");
    }

    private static double Rate(Action operation, int threads)
    {
        using var start = new ManualResetEventSlim();
        var workers = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            workers[i] = new Thread(() =>
            {
                start.Wait();
                for (var n = 0; n < SpansPerThread; n++) operation();
            });
            workers[i].Start();
        }

        var watch = Stopwatch.StartNew();
        start.Set();
        foreach (var worker in workers) worker.Join();
        return threads * SpansPerThread / watch.Elapsed.TotalSeconds;
    }
}
