using System.Diagnostics;

namespace Segue.Benchmarks;

/// <summary>The operations of the benchmarks in turns with their baselines, a few thousand calls each, so that both meet the same moments of a busy machine.</summary>
internal static class Interleaved
{
    private const int Calls = 4_000;
    private const int Rounds = 500;
    // The runtime optimizes a method a tenth of a second after it was called often, twice.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1);

    internal static void Run()
    {
        var spans = new SpanBenchmarks();
        spans.SetUp();
        Compare("StartActive + Dispose", spans.RawStartActive, spans.ShimStartActive);
        Compare("5 tags on the span", spans.RawTags, spans.ShimTags);
        Compare("5 tags on the builder", spans.RawTagsForBuilder, spans.ShimBuilderTags);
        Compare("AsChildOf(span).Start + Finish", spans.RawChildOf, spans.ShimChildOf);
        Compare("3 nested active", spans.RawNested, spans.ShimNested);
        Compare("10 x ActiveSpan.SetTag", spans.RawActiveSetTag, spans.ShimActiveSetTag);
        Compare("Log(fields) + Log(event)", spans.RawLog, spans.ShimLog);
        spans.CleanUp();

        var headers = new PropagationBenchmarks();
        headers.SetUp();
        Compare("Inject", headers.RawInject, headers.ShimInject);
        Compare("Inject, own W3C", headers.RawInject, headers.ShimInjectOwnW3C);
        Compare("Extract", () => headers.RawExtract(), () => headers.ShimExtract());
        Compare("Extract, own W3C", () => headers.RawExtract(), () => headers.ShimExtractOwnW3C());
        Compare("Server hop", headers.RawHop, headers.ShimHop);
        headers.CleanUp();
    }

    // The fifth of the rounds that were fastest tells the code, the median tells the machine too.
    private static void Compare(string name, Action raw, Action shim)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < _warmUp;)
        {
            Time(raw);
            Time(shim);
        }

        var raws = new List<double>(Rounds);
        var shims = new List<double>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            raws.Add(Time(raw));
            shims.Add(Time(shim));
        }

        raws.Sort();
        shims.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-32} raw {raws[Rounds / 5],7:F1} ns, shim {shims[Rounds / 5],7:F1} ns, ratio {shims[Rounds / 5] / raws[Rounds / 5]:F2}, of medians {shims[Rounds / 2] / raws[Rounds / 2]:F2}"));
    }

    private static double Time(Action call)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++) call();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
    }
}
