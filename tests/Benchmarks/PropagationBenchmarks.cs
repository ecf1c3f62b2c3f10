using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using OpenTelemetry.Context.Propagation;
using OpenTracing;
using OpenTracing.Propagation;
using Segue.Propagation;
using Segue.Shim;

namespace Segue.Benchmarks;

/// <summary>One W3C header in and out, and a whole server hop, against OpenTelemetry's own propagator on raw Activities.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class PropagationBenchmarks
{
    private const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static readonly TraceContextPropagator _w3c = new();
    private static readonly Action<Dictionary<string, string>, string, string> _set = static (carrier, key, value) => carrier[key] = value;
    private static readonly Func<Dictionary<string, string>, string, IEnumerable<string>> _get =
        static (carrier, key) => carrier.TryGetValue(key, out var value) ? [value] : [];

    // The same propagator as the baseline's, so that what differs is the shim.
    private readonly ITracer _tracer = new OpenTracingShim(new ShimOptions { HttpHeaders = _w3c, TextMap = _w3c });
    private readonly ITracer _ownW3C = new OpenTracingShim(new ShimOptions { HttpHeaders = new SegueTraceContextPropagator() });
    private readonly ITracer _default = new OpenTracingShim(new ShimOptions { HttpHeaders = new CompositePropagator() });
    private readonly CompositePropagator _formats = new();
    private readonly Dictionary<string, string> _incoming = new() { ["traceparent"] = TraceParent };
    private readonly Dictionary<string, string> _many = [];
    private readonly Dictionary<string, string> _outgoing = [];
    private Recording _recording = null!;
    private TextMapExtractAdapter _in = null!;
    private TextMapExtractAdapter _inMany = null!;
    private TextMapInjectAdapter _out = null!;
    private OpenTracing.ISpanContext _context = null!;
    private ActivityContext _raw;

    [GlobalSetup]
    public void SetUp()
    {
        _recording = new Recording(Recording.Raw.Name, OpenTracingShim.ActivitySourceName);
        for (var i = 0; i < 20; i++) _many["x-unrelated-" + i] = "value";
        _many["traceparent"] = TraceParent;
        _in = new TextMapExtractAdapter(_incoming);
        _inMany = new TextMapExtractAdapter(_many);
        _out = new TextMapInjectAdapter(_outgoing);
        _context = _tracer.BuildSpan("parent").Start().Context;
        using var raw = Recording.Raw.StartActivity("parent")!;
        _raw = raw.Context;
    }

    [GlobalCleanup]
    public void CleanUp() => _recording.Dispose();

    [BenchmarkCategory("1 Inject"), Benchmark(Baseline = true)]
    public void RawInject() => _w3c.Inject(new PropagationContext(_raw, default), _outgoing, _set);

    [BenchmarkCategory("1 Inject"), Benchmark]
    public void ShimInject() => _tracer.Inject(_context, BuiltinFormats.HttpHeaders, _out);

    [BenchmarkCategory("1 Inject"), Benchmark]
    public void ShimInjectOwnW3C() => _ownW3C.Inject(_context, BuiltinFormats.HttpHeaders, _out);

    [BenchmarkCategory("1 Inject"), Benchmark]
    public void ShimInjectDefaultSet() => _default.Inject(_context, BuiltinFormats.HttpHeaders, _out);

    [BenchmarkCategory("2 Extract"), Benchmark(Baseline = true)]
    public PropagationContext RawExtract() => _w3c.Extract(default, _incoming, _get);

    [BenchmarkCategory("2 Extract"), Benchmark]
    public OpenTracing.ISpanContext ShimExtract() => _tracer.Extract(BuiltinFormats.HttpHeaders, _in);

    [BenchmarkCategory("2 Extract"), Benchmark]
    public OpenTracing.ISpanContext ShimExtractOwnW3C() => _ownW3C.Extract(BuiltinFormats.HttpHeaders, _in);

    [BenchmarkCategory("2 Extract"), Benchmark]
    public OpenTracing.ISpanContext ShimExtractDefaultSet() => _default.Extract(BuiltinFormats.HttpHeaders, _in);

    [BenchmarkCategory("2 Extract"), Benchmark]
    public PropagationContext DefaultSetExtract() => _formats.Extract(default, _incoming, _get);

    [BenchmarkCategory("3 Extract, 20 unrelated headers"), Benchmark(Baseline = true)]
    public PropagationContext RawExtractMany() => _w3c.Extract(default, _many, _get);

    [BenchmarkCategory("3 Extract, 20 unrelated headers"), Benchmark]
    public OpenTracing.ISpanContext ShimExtractMany() => _tracer.Extract(BuiltinFormats.HttpHeaders, _inMany);

    [BenchmarkCategory("3 Extract, 20 unrelated headers"), Benchmark]
    public OpenTracing.ISpanContext ShimExtractManyOwnW3C() => _ownW3C.Extract(BuiltinFormats.HttpHeaders, _inMany);

    [BenchmarkCategory("3 Extract, 20 unrelated headers"), Benchmark]
    public OpenTracing.ISpanContext ShimExtractManyDefaultSet() => _default.Extract(BuiltinFormats.HttpHeaders, _inMany);

    [BenchmarkCategory("3 Extract, 20 unrelated headers"), Benchmark]
    public PropagationContext DefaultSetExtractMany() => _formats.Extract(default, _many, _get);

    // What a text map costs that is only gone through.
    [BenchmarkCategory("3 Extract, 20 unrelated headers"), Benchmark]
    public int ListMany() => List(_inMany);

    [BenchmarkCategory("2 Extract"), Benchmark]
    public int List() => List(_in);

    [BenchmarkCategory("4 Server hop"), Benchmark(Baseline = true)]
    public void RawHop()
    {
        var parent = _w3c.Extract(default, _incoming, _get);
        using var span = Recording.Raw.StartActivity("x", ActivityKind.Server, parent.ActivityContext)!;
        span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3");
        _w3c.Inject(new PropagationContext(span.Context, default), _outgoing, _set);
    }

    [BenchmarkCategory("4 Server hop"), Benchmark]
    public void ShimHop()
    {
        var parent = _tracer.Extract(BuiltinFormats.HttpHeaders, _in);
        using var scope = _tracer.BuildSpan("x").AsChildOf(parent).StartActive();
        scope.Span.SetTag("a", "1").SetTag("b", "2").SetTag("c", "3");
        _tracer.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, _out);
    }

    private static int List(ITextMap map)
    {
        var length = 0;
        foreach (var entry in map) length += entry.Key.Length;
        return length;
    }
}
