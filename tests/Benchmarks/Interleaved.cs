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
        Grow("a text map, only gone through", () => headers.List(), () => headers.ListMany());
        Grow("a text map, own W3C", () => headers.ShimExtractOwnW3C(), () => headers.ShimExtractManyOwnW3C());
        Grow("a text map, the default set", () => headers.ShimExtractDefaultSet(), () => headers.ShimExtractManyDefaultSet());
        Grow("by name, the default set", () => headers.DefaultSetExtract(), () => headers.DefaultSetExtractMany());
        headers.CleanUp();
    }

    // The fifth of the rounds that were fastest tells the code, the median tells the machine too.
    private static void Compare(string name, Action raw, Action shim)
    {
        var (raws, shims) = TimeBoth(raw, shim);
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-32} raw {raws[Rounds / 5],7:F1} ns, shim {shims[Rounds / 5],7:F1} ns, ratio {shims[Rounds / 5] / raws[Rounds / 5]:F2}, of medians {shims[Rounds / 2] / raws[Rounds / 2]:F2}"));
    }

    // What headers cost that no format asks for.
    private static void Grow(string name, Action one, Action many)
    {
        var (ones, manys) = TimeBoth(one, many);
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-32} 1 header {ones[Rounds / 5],7:F1} ns, 20 more {manys[Rounds / 5],7:F1} ns, {(manys[Rounds / 5] - ones[Rounds / 5]) / 20:F1} ns each, of medians {(manys[Rounds / 2] - ones[Rounds / 2]) / 20:F1}"));
    }

    private static (List<double> First, List<double> Second) TimeBoth(Action first, Action second)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < _warmUp;)
        {
            Time(first);
            Time(second);
        }

        var firsts = new List<double>(Rounds);
        var seconds = new List<double>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            firsts.Add(Time(first));
            seconds.Add(Time(second));
        }

        firsts.Sort();
        seconds.Sort();
        return (firsts, seconds);
    }

    private static double Time(Action call)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++) call();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
    }
}
