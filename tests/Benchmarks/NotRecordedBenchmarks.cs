using BenchmarkDotNet.Attributes;
using OpenTracing;
using Segue.Shim;

namespace Segue.Benchmarks;

/// <summary>What the shim costs where nobody listens, against a raw span that is recorded.</summary>
[MemoryDiagnoser]
public class NotRecordedBenchmarks
{
    private readonly ITracer _tracer = new OpenTracingShim();
    private Recording _recording = null!;

    [GlobalSetup]
    public void SetUp() => _recording = new Recording(Recording.Raw.Name);

    [GlobalCleanup]
    public void CleanUp() => _recording.Dispose();

    [Benchmark(Baseline = true)]
    public void RawRecorded() => Recording.Raw.StartActivity("x")!.Dispose();

    [Benchmark]
    public void ShimNoListener() => _tracer.BuildSpan("x").StartActive().Dispose();
}
