using System.Diagnostics;
using System.Text.Json;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>The Activities that were given to the vendor's tracer, given to ours; each span must come out as recorded in <c>Payloads</c>.</summary>
[TestClass]
public class RecordedPayloadTests : SdkTestBase
{
    private static readonly ActivitySource _source = new("probe.source", "1.2.3");

    // Drawn by the run, or left out: the vendor's tags of the process and its own keep rate.
    private static readonly string[] _incomparable = ["runtime-id", "_dd.p.tid", "otel.trace_id", "_dd.tags.process", "process_id", "_dd.tracer_kr", "_dd.p.ksr"];

    [TestMethod]
    public void Sent_SameActivities_AreAsRecorded()
    {
        using var agent = new ScriptedListener();
        using (SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Uri;
            options.ServiceName = "def-svc";
            options.Environment = "dev";
            options.Version = "9.9";
            options.Sources.Add(_source.Name);
        }))
        {
            TraceAll();
        }

        var sent = agent.Spans.ToDictionary(span => span.Resource);
        var recorded = Recorded().Where(span => sent.ContainsKey(span.GetProperty("resource").GetString()!)).ToList();
        Assert.HasCount(17, recorded);
        foreach (var expected in recorded)
        {
            var resource = expected.GetProperty("resource").GetString()!;
            Assert.AreEqual(Shape(expected), Shape(sent[resource]), resource);
        }
    }

    [TestMethod]
    [DataRow("dotnet-native-payload.json")]
    [DataRow("dotnet-activity-payload.json")]
    [DataRow("dotnet-opentracing-payload.json")]
    [DataRow("ddtrace-js-payload.json")]
    public void Keys_OfTheVendorsSpans_AreThoseThatWeRead(string file)
    {
        string[] known = ["trace_id", "span_id", "parent_id", "name", "resource", "service", "type", "start", "duration", "error", "meta", "metrics", "span_links", "span_events"];
        var keys = new HashSet<string>();
        foreach (var span in Spans(file)) keys.UnionWith(span.EnumerateObject().Select(property => property.Name));

        Assert.IsGreaterThan(8, keys.Count);
        CollectionAssert.IsSubsetOf(keys.ToArray(), known);
    }

    private static void TraceAll()
    {
        static void Make(string name, ActivityKind kind = ActivityKind.Internal, Action<Activity>? change = null, IEnumerable<ActivityLink>? links = null)
        {
            Activity.Current = null;
            using var activity = _source.StartActivity(name, kind, default(ActivityContext), links: links)!;
            change?.Invoke(activity);
        }

        Make("plain.internal");
        Make("srv", ActivityKind.Server);
        Make("cli", ActivityKind.Client);
        Make("prod", ActivityKind.Producer);
        Make("cons", ActivityKind.Consumer);
        Make("http.srv", ActivityKind.Server, span => span.SetTag("http.request.method", "GET").SetTag("http.response.status_code", 404).SetTag("http.route", "/x/{id}"));
        Make("http.cli", ActivityKind.Client, span => span.SetTag("http.request.method", "GET").SetTag("http.response.status_code", "503"));
        Make("db", ActivityKind.Client, span => span.SetTag("db.system", "PostgreSQL"));
        Make("redis", ActivityKind.Client, span => span.SetTag("db.system", "redis"));
        Make("msg", ActivityKind.Producer, span => span.SetTag("messaging.system", "Kafka").SetTag("messaging.operation", "Publish"));
        Make("reserved", ActivityKind.Server, span => span.SetTag("operation.name", "My.Op").SetTag("resource.name", "res-x").SetTag("service.name", "svc-x").SetTag("span.type", "type-x").SetTag("analytics.event", "t"));
        Make("types", change: span => span
            .SetTag("str", "v").SetTag("empty", "").SetTag("b", true).SetTag("ch", 'c').SetTag("i", 1).SetTag("l", 9007199254740993L).SetTag("d", 4.25).SetTag("f", 1.5f).SetTag("dec", 1.25m)
            .SetTag("arr_s", new[] { "a", "b" }).SetTag("arr_i", new[] { 1, 2 }).SetTag("arr_b", new[] { true, false }).SetTag("arr_empty", Array.Empty<string>())
            .SetTag("arr_nested", new object[] { new[] { 1, 2 }, "z" }).SetTag("dt", new DateTime(2026, 1, 2, 3, 4, 5)).SetTag("guid", Guid.Empty).SetTag("ulong", ulong.MaxValue).SetTag("nul", null));
        Make("status.error", change: span => span.SetStatus(ActivityStatusCode.Error, "why"));
        Make("status.ok", change: span => span.SetStatus(ActivityStatusCode.Ok));
        Make("otel.status.tag", change: span => span.SetTag("otel.status_code", "ERROR").SetTag("otel.status_description", "desc"));
        Make("events", change: span => span.AddEvent(new ActivityEvent("e1", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), new ActivityTagsCollection { ["s"] = "x", ["i"] = 3, ["b"] = true, ["arr"] = new[] { 1, 2 } })));
        var linked = new ActivityContext(ActivityTraceId.CreateFromString("12345678901234567890123456789012"), ActivitySpanId.CreateFromString("1234567890123456"), ActivityTraceFlags.Recorded, "foo=1,dd=t.dm:-4;s:2,bar=baz");
        Make("links", links: [new ActivityLink(linked, new ActivityTagsCollection { ["k"] = "v", ["n"] = 5, ["arr"] = new[] { "a", "b" } })]);
    }

    private static IEnumerable<JsonElement> Recorded() => Spans("dotnet-activity-payload.json");

    private static IEnumerable<JsonElement> Spans(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Agent", "Payloads", file)));
        var requests = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray().ToArray() : [document.RootElement.GetProperty("v0.4")];
        foreach (var request in requests)
        {
            if (!request.TryGetProperty("decoded", out var chunks)) continue;
            foreach (var chunk in chunks.EnumerateArray())
            {
                foreach (var span in chunk.EnumerateArray()) yield return span.Clone();
            }
        }
    }

    private static string Shape(JsonElement span) => Shape(
        [span.GetProperty("name").GetString(), span.GetProperty("service").GetString(), span.GetProperty("type").GetString(), span.TryGetProperty("error", out var error) ? error.GetInt32() : null],
        span.GetProperty("meta").EnumerateObject().Select(entry => (entry.Name, entry.Value.GetString()!)),
        span.GetProperty("metrics").EnumerateObject().Select(entry => (entry.Name, entry.Value.GetDouble())),
        span.TryGetProperty("span_links", out var links) ? links.EnumerateArray().Select(link => $"{link.GetProperty("trace_id").GetUInt64()} {link.GetProperty("trace_id_high").GetUInt64()} {link.GetProperty("span_id").GetUInt64()} {link.GetProperty("tracestate").GetString()} {link.GetProperty("flags").GetUInt32()} {Entries(link.GetProperty("attributes").EnumerateObject().Select(entry => (entry.Name, entry.Value.GetString()!)))}") : []);

    private static string Shape(SentSpan span) => Shape(
        [span.Name, span.Service, span.Type, span.Error],
        span.Meta.Select(entry => (entry.Key, entry.Value)),
        span.Metrics.Select(entry => (entry.Key, entry.Value)),
        span.Links.Select(link => $"{link.TraceId} {link.TraceIdHigh} {link.SpanId} {link.TraceState} {link.Flags} {Entries(link.Attributes.Select(entry => (entry.Key, entry.Value)))}"));

    private static string Shape(object?[] fields, IEnumerable<(string, string)> meta, IEnumerable<(string, double)> metrics, IEnumerable<string> links) =>
        string.Join(" ", fields) + "\n" + Entries(meta) + "\n" + Entries(metrics) + "\n" + string.Join("\n", links);

    private static string Entries<T>(IEnumerable<(string Key, T Value)> entries) => FormattableString.Invariant(
        $"{string.Join("; ", entries.Where(entry => !_incomparable.Contains(entry.Key)).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => FormattableString.Invariant($"{entry.Key}={entry.Value}")))}");
}
