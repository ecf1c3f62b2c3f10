using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using OpenTracing;
using Segue.Shim;

namespace Segue.Benchmarks;

/// <summary>Traces of 10 spans with 10 tags, offered at a steady rate to an exit, and what that costs the process.</summary>
internal static class Load
{
    private const int SpansPerTrace = 10;
    private const int WarmUpSeconds = 10;

    private static readonly string[] _ways = ["none", "raw", "otlp", "datadog", "shim"];
    private static readonly string[] _keys = ["tag.0", "tag.1", "tag.2", "tag.3", "tag.4", "tag.5", "tag.6", "tag.7"];

    /// <summary>Runs each way in a process of its own against a sink in another, a window of one after a window of the next, so that all meet the same moments of a busy machine.</summary>
    /// <remarks>Prints the median CPU for each span, and the median of the ratios to the window of OTLP in the same round.</remarks>
    internal static void CompareExits(int spansPerSecond, int seconds, int rounds)
    {
        using var sink = Child.Start("sink");
        var port = sink.StandardOutput.ReadLine()!;
        var children = new Dictionary<string, Process>();
        foreach (var way in _ways)
        {
            children[way] = Child.Start("load", way, port, Text(spansPerSecond), Text(seconds));
            Console.WriteLine(children[way].StandardOutput.ReadLine());
        }

        var figures = _ways.ToDictionary(way => way, _ => new List<double>());
        var ratios = _ways.ToDictionary(way => way, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in _ways) figures[way].Add(RunWindow(children[way]));
            foreach (var way in _ways) ratios[way].Add(figures[way][^1] / figures["otlp"][^1]);
        }

        foreach (var way in _ways)
        {
            var (low, median, high) = (Part(ratios[way], 0.25), Part(ratios[way], 0.5), Part(ratios[way], 0.75));
            Console.WriteLine(FormattableString.Invariant($"{way}: {Part(figures[way], 0.5):F2} us CPU for each span, {median:F2} x otlp (half of the rounds {low:F2} to {high:F2})"));
            children[way].StandardInput.Close();
            Console.Write(children[way].StandardOutput.ReadToEnd());
            children[way].Dispose();
        }

        sink.StandardInput.Close();
        Console.WriteLine(sink.StandardOutput.ReadToEnd().Trim());
    }

    /// <summary>One way in this process, a window for each line of input; prints each one's CPU for each span, and counts at the end.</summary>
    internal static void RunOne(string way, string port, int spansPerSecond, int seconds)
    {
        using var counts = new Counts();
        using var exit = Open(way, port);
        var trace = Maker(way);
        // Long enough for the compiler to be through with both ends of the way.
        Offer(trace, spansPerSecond, WarmUpSeconds, null);
        exit?.Flush();
        Console.WriteLine(way + " is warm");
        long all = 0;
        while (Console.ReadLine() is not null)
        {
            var before = Environment.CpuUsage.TotalTime;
            var (made, _) = Offer(trace, spansPerSecond, seconds, null);
            exit?.Flush();
            all += made;
            Console.WriteLine(((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / made).ToString("F4", CultureInfo.InvariantCulture));
        }

        Console.WriteLine(FormattableString.Invariant($"{way}: {all} spans, {counts.Sent} sent with those of the warm-up, {counts.Dropped} dropped"));
    }

    private static double RunWindow(Process child)
    {
        child.StandardInput.WriteLine();
        var line = child.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A process of the comparison has ended.");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }

    private static double Part(List<double> figures, double part) => figures.Order().ElementAt((int)(figures.Count * part));

    /// <summary>Offers spans to a Datadog exit for a long time; prints drops and the live heap after a full collection.</summary>
    internal static void Soak(int spansPerSecond, int seconds)
    {
        using var sink = Child.Start("sink");
        var port = sink.StandardOutput.ReadLine()!;
        using var counts = new Counts();
        using var exit = Open("datadog", port)!;
        var trace = Maker("raw");
        Offer(trace, spansPerSecond, 5, null);
        var heaps = new List<double>();
        var (made, elapsed) = Offer(trace, spansPerSecond, seconds, () =>
        {
            heaps.Add(GC.GetTotalMemory(forceFullCollection: true) / 1e6);
            Console.WriteLine(FormattableString.Invariant($"{counts.Sent} sent, {counts.Dropped} dropped, live heap {heaps[^1]:F1} MB"));
        });
        exit.Flush();
        Console.WriteLine(FormattableString.Invariant($"{made} spans in {elapsed.TotalSeconds:F1} s, {made / elapsed.TotalSeconds:F0} a second, {counts.Dropped} dropped, live heap {heaps.Min():F1} to {heaps.Max():F1} MB"));

        var start = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 1_000_000; i++)
        {
            Activity.Current = null;
            Recording.Raw.StartActivity("never finished");
            if ((i & 1023) == 0) exit.Flush();
        }

        Activity.Current = null;
        exit.Flush();
        Console.WriteLine(FormattableString.Invariant($"after 1,000,000 spans that never end: {(GC.GetTotalMemory(forceFullCollection: true) - start) / 1e6:F1} MB more"));
        sink.StandardInput.Close();
    }

    private static (long Made, TimeSpan Elapsed) Offer(Action trace, int spansPerSecond, int seconds, Action? everyTenSeconds)
    {
        // Without turns of spinning, whose length each process finds for itself.
        using var pause = new ManualResetEventSlim(false, 0);
        var watch = Stopwatch.StartNew();
        long made = 0;
        var next = TimeSpan.FromSeconds(10);
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            var due = (long)(watch.Elapsed.TotalSeconds * spansPerSecond);
            for (; made < due; made += SpansPerTrace) trace();
            if (everyTenSeconds is not null && watch.Elapsed >= next)
            {
                everyTenSeconds();
                next += TimeSpan.FromSeconds(10);
            }

            pause.Wait(1);
        }

        return (made, watch.Elapsed);
    }

    private static Action Maker(string way)
    {
        if (way == "shim")
        {
            ITracer tracer = new OpenTracingShim();
            return () =>
            {
                using var root = tracer.BuildSpan("root").StartActive();
                Tag(root.Span);
                for (var i = 1; i < SpansPerTrace; i++)
                {
                    using var scope = tracer.BuildSpan("work").StartActive();
                    Tag(scope.Span);
                }
            };
        }

        return () =>
        {
            Activity.Current = null;
            using var root = Recording.Raw.StartActivity("root");
            Tag(root);
            for (var i = 1; i < SpansPerTrace; i++)
            {
                using var span = Recording.Raw.StartActivity("work");
                Tag(span);
            }
        };
    }

    private static void Tag(Activity? span)
    {
        if (span is null) return;
        foreach (var key in _keys) span.SetTag(key, "value of the tag");
        span.SetTag("number.0", 42).SetTag("number.1", 1.5);
    }

    private static void Tag(OpenTracing.ISpan span)
    {
        foreach (var key in _keys) span.SetTag(key, "value of the tag");
        span.SetTag("number.0", 42).SetTag("number.1", 1.5);
    }

    private static Exit? Open(string way, string port) => way switch
    {
        "none" => null,
        "raw" => new Exit(OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(Recording.Raw.Name).Build()!, null),
        "otlp" => new Exit(
            OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(Recording.Raw.Name).AddOtlpExporter(options =>
            {
                options.Endpoint = new Uri("http://127.0.0.1:" + port + "/v1/traces");
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                // Its defaults hold 2,048 spans for 5 seconds, which drops most of them at this rate.
                options.BatchExportProcessorOptions.MaxQueueSize = 131_072;
                options.BatchExportProcessorOptions.MaxExportBatchSize = 2_048;
                options.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 1_000;
            }).Build()!,
            null),
        _ => new Exit(null, SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = new Uri("http://127.0.0.1:" + port);
            options.Sources.Add(Recording.Raw.Name);
            options.SampleRate = 1;
            options.RateLimit = -1;
        })),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Exit(TracerProvider? provider, SegueTracing? tracing) : IDisposable
    {
        internal void Flush()
        {
            provider?.ForceFlush(10_000);
            tracing?.ForceFlush(TimeSpan.FromSeconds(10));
        }

        public void Dispose()
        {
            provider?.Dispose();
            tracing?.Dispose();
        }
    }

    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _sent;
        private long _dropped;

        internal Counts()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "segue.spans.sent" or "segue.spans.dropped") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Interlocked.Add(ref instrument.Name == "segue.spans.sent" ? ref _sent : ref _dropped, value));
            _listener.Start();
        }

        internal long Sent => Interlocked.Read(ref _sent);

        internal long Dropped => Interlocked.Read(ref _dropped);

        public void Dispose() => _listener.Dispose();
    }
}
