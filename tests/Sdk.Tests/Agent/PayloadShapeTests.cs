using System.Diagnostics;
using System.Text.Json;
using Segue.Sdk.Tests.Support;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Where what belongs to a process, a trace or a service stands: one table that payloads recorded from the vendor's tracer keep to, and ours.</summary>
[TestClass]
public class PayloadShapeTests : SdkTestBase
{
    private const string DefaultService = "def-svc";

    private static readonly (string Key, bool IsNumber, Func<Seen, bool> Stands, bool Always)[] _table =
    [
        ("language", false, static _ => true, true),
        ("env", false, static _ => true, true),
        ("version", false, static span => span.Service == DefaultService, true),
        ("_dd.base_service", false, static span => span.Service != DefaultService, true),
        ("runtime-id", false, static span => span.Metrics.Contains("_dd.top_level"), true),
        ("process_id", true, static span => span.IsRoot, true),
        ("_sampling_priority_v1", true, static span => span.IsRoot, true),
        // An id of 64 bits has no upper half, and a dropped trace no mechanism.
        ("_dd.p.tid", false, static span => span.IsFirst, false),
        ("_dd.p.dm", false, static span => span.IsFirst, false),
    ];

    [TestMethod]
    [DataRow("dotnet-native-payload.json", 3)]
    [DataRow("dotnet-activity-payload.json", 25)]
    [DataRow("dotnet-opentracing-payload.json", 29)]
    public void Recorded_VendorsPayload_KeepsToTheTable(string file, int spans)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Agent", "Payloads", file)));
        var chunks = document.RootElement.EnumerateArray().Where(request => request.TryGetProperty("decoded", out _)).SelectMany(request => request.GetProperty("decoded").EnumerateArray());

        Check(chunks.Select(chunk => See([.. chunk.EnumerateArray()])), spans);
    }

    [TestMethod]
    public void Sent_SpansOfEveryApi_KeepToTheTable()
    {
        using var agent = new ScriptedListener();
        using (SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Uri;
            options.ServiceName = DefaultService;
            options.Environment = "dev";
            options.Version = "9.9";
            options.Sources.Add(FinishedSpans.SourceName);
        }))
        {
            TraceAll();
        }

        Check(agent.Requests.SelectMany(request => request.Chunks()).Select(See), 8);
    }

    // A trace of each API with a span of another service and one below it, and one that came from elsewhere.
    private static void TraceAll()
    {
        var shim = new OpenTracingShim();
        using (shim.BuildSpan("root").StartActive(true))
        {
            using (shim.BuildSpan("query").WithTag("service.name", "orders-db").StartActive(true))
            using (shim.BuildSpan("below").StartActive(true))
            {
            }
        }

        using (Tracer.Instance.StartActive("root"))
        using (var query = Tracer.Instance.StartActive("query"))
        {
            query.Span.ServiceName = "orders-db";
        }

        using (FinishedSpans.Source.StartActivity("root"))
        using (FinishedSpans.Source.StartActivity("query")!.SetTag("service.name", "orders-db"))
        {
        }

        using (FinishedSpans.Source.StartActivity("entry", ActivityKind.Server, Some.Context(traceState: "dd=s:2;t.dm:-4")))
        {
        }
    }

    private static void Check(IEnumerable<List<Seen>> chunks, int expected)
    {
        var spans = chunks.SelectMany(chunk => chunk).ToList();
        Assert.HasCount(expected, spans);
        foreach (var (key, isNumber, stands, always) in _table)
        {
            foreach (var span in spans)
            {
                var says = (isNumber ? span.Metrics : span.Meta).Contains(key);
                if (always) Assert.AreEqual(stands(span), says, $"{key} on {span.Name}");
                else Assert.IsTrue(!says || stands(span), $"{key} on {span.Name}");
                Assert.DoesNotContain(key, isNumber ? span.Meta : span.Metrics, span.Name);
            }

            Assert.IsTrue(spans.Exists(span => (isNumber ? span.Metrics : span.Meta).Contains(key)), key + " is nowhere");
        }
    }

    private static List<Seen> See(JsonElement[] chunk)
    {
        var ids = chunk.Select(span => span.GetProperty("span_id").GetUInt64()).ToHashSet();
        return chunk.Select((span, index) => new Seen(
            span.GetProperty("resource").GetString(),
            span.GetProperty("service").GetString()!,
            !span.TryGetProperty("parent_id", out var parent) || !ids.Contains(parent.GetUInt64()),
            index == 0,
            Keys(span.GetProperty("meta")),
            Keys(span.GetProperty("metrics")))).ToList();
    }

    private static List<Seen> See(List<SentSpan> chunk)
    {
        var ids = chunk.Select(span => span.SpanId).ToHashSet();
        return chunk.Select((span, index) => new Seen(
            span.Resource, span.Service, span.ParentId is not { } parent || !ids.Contains(parent), index == 0, [.. span.Meta.Keys], [.. span.Metrics.Keys])).ToList();
    }

    private static HashSet<string> Keys(JsonElement map) => [.. map.EnumerateObject().Select(entry => entry.Name)];

    private sealed record Seen(string? Name, string Service, bool IsRoot, bool IsFirst, HashSet<string> Meta, HashSet<string> Metrics);
}
