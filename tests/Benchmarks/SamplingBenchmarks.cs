using BenchmarkDotNet.Attributes;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OpenTracing;
using Segue.Shim;

namespace Segue.Benchmarks;

/// <summary>What a trace costs that is kept, that is dropped but recorded, as an agent wants it, and that is dropped early.</summary>
[MemoryDiagnoser]
public class SamplingBenchmarks
{
    private readonly ITracer _tracer = new OpenTracingShim();
    private TracerProvider _provider = null!;

    [Params("kept", "dropped, recorded", "dropped early")]
    public string Decision { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(OpenTracingShim.ActivitySourceName)
        .SetSampler(new SegueSampler(sampleRate: Decision == "kept" ? 1 : 0, rateLimit: -1, recordRejected: Decision == "dropped, recorded"))
        .Build();

    [GlobalCleanup]
    public void CleanUp() => _provider.Dispose();

    [Benchmark]
    public void RootWithChildAndTags()
    {
        using var root = _tracer.BuildSpan("root").StartActive();
        using var child = _tracer.BuildSpan("child").StartActive();
        child.Span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3");
    }
}
