using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Segue.Agent;
using Segue.Processing;

namespace Segue.Benchmarks;

/// <summary>One span of 8 text and 2 numeric tags: made as a raw Activity, encoded for the agent, and serialised as an object graph by a general serializer.</summary>
[MemoryDiagnoser]
public class EncodingBenchmarks
{
    private readonly TraceChunk _chunk = new();
    private readonly V04Encoder _encoder = new(new ServiceIdentity { Service = "shop", Env = "prod", Version = "1.2.3" }, new MappingSettings());
    private readonly ChunkFilter _filter = new(new AgentExitSettings { SendRejected = true });
    private readonly ServiceIdentity _identity = new() { Service = "shop" };
    private readonly Payload _payload = new();
    private readonly ArrayBufferWriter<byte> _json = new(16 * 1024);
    private readonly Utf8JsonWriter _writer;
    private Recording _recording = null!;
    private WireSpan _graph = null!;

    public EncodingBenchmarks() => _writer = new Utf8JsonWriter(_json);

    [GlobalSetup]
    public void SetUp()
    {
        _recording = new Recording(Recording.Raw.Name);
        _chunk.Add(Make());
        V04Encoder.Begin(_payload);
        var meta = new Dictionary<string, string> { ["span.kind"] = "internal", ["language"] = "dotnet", ["env"] = "prod", ["version"] = "1.2.3", ["runtime-id"] = _identity.RuntimeId, ["otel.trace_id"] = _chunk[0].TraceId.ToHexString(), ["otel.library.name"] = Recording.Raw.Name, ["otel.status_code"] = "STATUS_CODE_UNSET", ["_dd.p.tid"] = "6b014cb700000000" };
        for (var i = 0; i < 8; i++) meta["tag." + i] = "value of tag " + i;
        var metrics = new Dictionary<string, double> { ["number.0"] = 42, ["number.1"] = 1.5, ["process_id"] = 1, ["_dd.top_level"] = 1, ["_sampling_priority_v1"] = 1 };
        _graph = new WireSpan(11630625625809794322, 15233496942911420307, "internal", "work", "shop", "custom", 1795247287796306800, 1654900, meta, metrics);
    }

    [GlobalCleanup]
    public void CleanUp() => _recording.Dispose();

    [Benchmark(Baseline = true)]
    public Activity Raw() => Make();

    [Benchmark]
    public int Encode()
    {
        _payload.Buffer.Rewind(5);
        var facts = _filter.Take(_chunk, _identity);
        _encoder.Write(_payload.Buffer, _chunk, 0, 1, facts, AgentFeatures.None);
        return _payload.Buffer.Position;
    }

    [Benchmark]
    public int GeneralSerializer()
    {
        _json.ResetWrittenCount();
        _writer.Reset(_json);
        JsonSerializer.Serialize(_writer, _graph);
        return _json.WrittenCount;
    }

    private static Activity Make()
    {
        using var span = Recording.Raw.StartActivity("work")!;
        span.SetTag("tag.0", "value of tag 0").SetTag("tag.1", "value of tag 1").SetTag("tag.2", "value of tag 2").SetTag("tag.3", "value of tag 3");
        span.SetTag("tag.4", "value of tag 4").SetTag("tag.5", "value of tag 5").SetTag("tag.6", "value of tag 6").SetTag("tag.7", "value of tag 7");
        return span.SetTag("number.0", 42).SetTag("number.1", 1.5);
    }

    private sealed record WireSpan(ulong TraceId, ulong SpanId, string Name, string Resource, string Service, string Type, long Start, long Duration, Dictionary<string, string> Meta, Dictionary<string, double> Metrics);
}
