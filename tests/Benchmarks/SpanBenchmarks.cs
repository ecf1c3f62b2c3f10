using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using OpenTracing;
using Segue.Shim;

namespace Segue.Benchmarks;

/// <summary>Each operation once on raw Activities, the baseline, and once through the shim.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class SpanBenchmarks
{
    private static readonly KeyValuePair<string, object>[] _fields = [new("event", "retry"), new("attempt", 2), new("reason", "timeout")];

    private readonly ITracer _tracer = new OpenTracingShim();
    private Recording _recording = null!;
    private OpenTracing.ISpan _parent = null!;
    private ActivityContext _rawParent;

    [GlobalSetup]
    public void SetUp()
    {
        _recording = new Recording(Recording.Raw.Name, OpenTracingShim.ActivitySourceName);
        _parent = _tracer.BuildSpan("parent").Start();
        using var raw = Recording.Raw.StartActivity("parent")!;
        _rawParent = raw.Context;
    }

    [GlobalCleanup]
    public void CleanUp() => _recording.Dispose();

    [BenchmarkCategory("01 StartActive + Dispose"), Benchmark(Baseline = true)]
    public void RawStartActive() => Recording.Raw.StartActivity("x")!.Dispose();

    [BenchmarkCategory("01 StartActive + Dispose"), Benchmark]
    public void ShimStartActive() => _tracer.BuildSpan("x").StartActive().Dispose();

    [BenchmarkCategory("02 5 tags on the span"), Benchmark(Baseline = true)]
    public void RawTags()
    {
        using var span = Recording.Raw.StartActivity("x")!;
        span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3").SetTag("d", 4).SetTag("e", true);
    }

    [BenchmarkCategory("02 5 tags on the span"), Benchmark]
    public void ShimTags()
    {
        using var scope = _tracer.BuildSpan("x").StartActive();
        scope.Span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3").SetTag("d", 4).SetTag("e", true);
    }

    [BenchmarkCategory("03 5 tags on the builder"), Benchmark(Baseline = true)]
    public void RawTagsForBuilder() => RawTags();

    [BenchmarkCategory("03 5 tags on the builder"), Benchmark]
    public void ShimBuilderTags()
    {
        using var scope = _tracer.BuildSpan("x").WithTag("a", "1").WithTag("b", "2").WithTag("c", "3").WithTag("d", 4).WithTag("e", true).StartActive();
    }

    [BenchmarkCategory("04 AsChildOf(span).Start + Finish"), Benchmark(Baseline = true)]
    public void RawChildOf() => Recording.Raw.StartActivity("x", ActivityKind.Internal, _rawParent)!.Dispose();

    [BenchmarkCategory("04 AsChildOf(span).Start + Finish"), Benchmark]
    public void ShimChildOf() => _tracer.BuildSpan("x").AsChildOf(_parent).Start().Finish();

    [BenchmarkCategory("05 3 nested active"), Benchmark(Baseline = true)]
    public void RawNested()
    {
        using var a = Recording.Raw.StartActivity("a");
        using var b = Recording.Raw.StartActivity("b");
        using var c = Recording.Raw.StartActivity("c");
    }

    [BenchmarkCategory("05 3 nested active"), Benchmark]
    public void ShimNested()
    {
        using var a = _tracer.BuildSpan("a").StartActive();
        using var b = _tracer.BuildSpan("b").StartActive();
        using var c = _tracer.BuildSpan("c").StartActive();
    }

    [BenchmarkCategory("06 10 x ActiveSpan.SetTag"), Benchmark(Baseline = true)]
    public void RawActiveSetTag()
    {
        using var span = Recording.Raw.StartActivity("x")!;
        for (var i = 0; i < 10; i++) Activity.Current!.SetTag("k", "v");
    }

    [BenchmarkCategory("06 10 x ActiveSpan.SetTag"), Benchmark]
    public void ShimActiveSetTag()
    {
        using var scope = _tracer.BuildSpan("x").StartActive();
        for (var i = 0; i < 10; i++) _tracer.ActiveSpan.SetTag("k", "v");
    }

    [BenchmarkCategory("07 Log(fields) + Log(event)"), Benchmark(Baseline = true)]
    public void RawLog()
    {
        using var span = Recording.Raw.StartActivity("x")!;
        span.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["attempt"] = 2, ["reason"] = "timeout" }));
        span.AddEvent(new ActivityEvent("done"));
    }

    [BenchmarkCategory("07 Log(fields) + Log(event)"), Benchmark]
    public void ShimLog()
    {
        using var scope = _tracer.BuildSpan("x").StartActive();
        scope.Span.Log(_fields).Log("done");
    }
}
