using System.Text.Json;
using System.Text.RegularExpressions;

namespace Demo.Tests;

[TestClass]
public sealed partial class DemoJsonTests
{
    private const int Requests = 2;

    private static string _output = "";
    private static int _exitCode;
    private static JsonDocument _json = null!;
    private static List<(string TraceId, List<DemoSpan> Spans)> _traces = null!;

    [ClassInitialize]
    public static async Task RunTheDemo(TestContext context)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            // What the shell says about its own tracing must not get into the demo's.
            var environment = new Dictionary<string, string>
            {
                ["DD_SERVICE"] = "shell",
                ["OTEL_SERVICE_NAME"] = "shell",
                ["DD_TRACE_ENABLED"] = "false",
                ["OTEL_TRACES_EXPORTER"] = "none",
                ["HTTP_PROXY"] = "http://127.0.0.1:9",
                ["http_proxy"] = "http://127.0.0.1:9",
            };
            using var demo = DemoProcess.Start(environment, "--requests", $"{Requests}", "--json", file);
            (_exitCode, _output, var errors) = await demo.EndAsync(context.CancellationToken);
            Assert.AreEqual("", errors);
            _json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, context.CancellationToken));
            _traces =
            [
                .. _json.RootElement.GetProperty("traces").EnumerateArray().Select(trace =>
                    (trace.GetProperty("traceId").GetString()!, trace.GetProperty("spans").EnumerateArray().Select(span => new DemoSpan(span)).ToList())),
            ];
        }
        finally
        {
            File.Delete(file);
        }
    }

    [ClassCleanup]
    public static void Close() => _json.Dispose();

    [TestMethod]
    public void ExitCode_AllConnected_IsZero() => Assert.AreEqual(0, _exitCode, _output);

    [TestMethod]
    public void Output_EveryTrace_IsShownAndCalledConnected()
    {
        Assert.AreEqual(Requests, CountOf("one connected trace: "));
        foreach (var (traceId, spans) in _traces)
        {
            StringAssert.Contains(_output, traceId, StringComparison.Ordinal);
            foreach (var span in spans) StringAssert.Matches(_output, new Regex(Regex.Escape(span.Service + " " + span.Name) + ".* " + span.Api + " [0-9]+\\.[0-9] ms"));
        }
    }

    [TestMethod]
    public void Output_NotATerminal_HasNoControlSequences() => Assert.IsFalse(_output.Contains('\u001b', StringComparison.Ordinal));

    [TestMethod]
    public void Json_EveryRequest_IsOneTrace()
    {
        Assert.HasCount(Requests, _traces);
        Assert.HasCount(Requests, _traces.Select(trace => trace.TraceId).Distinct());
        Assert.IsTrue(_traces.All(trace => TraceIdShape().IsMatch(trace.TraceId)));
    }

    [TestMethod]
    public void Json_EveryTrace_HasOneRootAndNoDanglingParent()
    {
        foreach (var (traceId, spans) in _traces)
        {
            var ids = spans.Select(span => span.SpanId).ToHashSet();
            Assert.HasCount(spans.Count, ids, traceId);
            Assert.AreEqual(1, spans.Count(span => span.ParentId is null), traceId);
            Assert.IsTrue(spans.All(span => span.ParentId is null || ids.Contains(span.ParentId)), traceId);
        }
    }

    [TestMethod]
    public void Json_EveryTrace_CrossesAllServicesAndComesBack()
    {
        foreach (var (traceId, spans) in _traces)
        {
            CollectionAssert.AreEquivalent(new[] { "demo-storefront", "demo-inventory", "demo-pricing" }, spans.Select(span => span.Service).Distinct().ToArray(), traceId);
            var last = spans.Single(span => span.Name == "ledger.note");
            var services = AncestorsOf(last, spans).Select(span => span.Service).ToList();
            CollectionAssert.AreEqual(
                new[] { "demo-storefront", "demo-pricing", "demo-inventory", "demo-storefront" },
                services.Where((service, index) => index == 0 || services[index - 1] != service).ToArray(),
                traceId);
        }
    }

    [TestMethod]
    [DataRow("opentracing", "opentelemetry")]
    [DataRow("opentelemetry", "opentracing")]
    [DataRow("opentracing", "native")]
    [DataRow("native", "opentracing")]
    [DataRow("framework", "opentelemetry")]
    [DataRow("opentelemetry", "framework")]
    [DataRow("framework", "opentracing")]
    [DataRow("opentracing", "framework")]
    [DataRow("framework", "native")]
    [DataRow("native", "framework")]
    public void Json_EveryTrace_HasSpansOfOneApiDirectlyUnderTheOther(string child, string parent)
    {
        foreach (var (traceId, spans) in _traces)
        {
            var byId = spans.ToDictionary(span => span.SpanId);
            Assert.IsTrue(spans.Any(span => span.Api == child && span.ParentId is { } id && byId[id].Api == parent), traceId);
        }
    }

    [TestMethod]
    [DataRow("demo-inventory", new[] { "opentelemetry", "opentracing", "opentelemetry" })]
    [DataRow("demo-pricing", new[] { "native", "opentracing", "native" })]
    public void Json_EveryTrace_AlternatesInsideOneProcess(string service, string[] expected)
    {
        foreach (var (traceId, spans) in _traces)
        {
            var lines = spans.Select(span => AncestorsOf(span, spans).Take(expected.Length).Where(one => one.Service == service).Select(one => one.Api).ToArray());
            Assert.IsTrue(lines.Any(line => line.SequenceEqual(expected)), traceId);
        }
    }

    [TestMethod]
    public void Json_EverySpan_HasTheFormatOfTheFrontDoor()
    {
        string[] texts = ["service", "name", "resource", "type", "api"];
        foreach (var span in _traces.SelectMany(trace => trace.Spans))
        {
            StringAssert.Matches(span.SpanId, SpanIdShape());
            if (span.ParentId is { } parent) StringAssert.Matches(parent, SpanIdShape());
            Assert.IsTrue(texts.All(text => span.Text(text).Length > 0));
            Assert.IsGreaterThan(1_600_000_000_000_000_000, span.Json.GetProperty("startUnixNanoseconds").GetInt64());
            Assert.IsGreaterThan(0, span.Json.GetProperty("durationNanoseconds").GetInt64());
            Assert.IsTrue(span.Json.GetProperty("meta").EnumerateObject().All(item => item.Value.ValueKind == JsonValueKind.String));
            Assert.IsTrue(span.Json.GetProperty("metrics").EnumerateObject().All(item => item.Value.ValueKind == JsonValueKind.Number));
        }
    }

    [TestMethod]
    public void Json_SoldOutItem_HasErrorsInSeveralApisOfOneTrace()
    {
        var failed = _traces.Where(trace => trace.Spans.Any(span => span.Error)).ToList();

        Assert.HasCount(1, failed);
        var apis = failed[0].Spans.Where(span => span.Error && span.Meta("error.msg") is "There is no gramophone left.").Select(span => span.Api);
        CollectionAssert.AreEquivalent(new[] { "opentracing", "opentelemetry" }, apis.ToArray());
    }

    [TestMethod]
    public void Json_NativeSpan_HasItsResourceAndType()
    {
        foreach (var (traceId, spans) in _traces)
        {
            var query = spans.Single(span => span.Name == "pricing.query");
            Assert.AreEqual("sql", query.Text("type"), traceId);
            Assert.AreEqual("SELECT price FROM catalogue WHERE item = ?", query.Text("resource"), traceId);
            Assert.AreEqual("catalogue", query.Meta("db.name"), traceId);
        }
    }

    [TestMethod]
    [DataRow("discounts.apply")]
    [DataRow("ledger.note")]
    public void Json_BaggageOfTheStorefront_ReachesLegacyCodeBehindOtherServices(string name) =>
        Assert.IsTrue(_traces.All(trace => trace.Spans.Single(span => span.Name == name).Meta("customer") == "ada"));

    private static IEnumerable<DemoSpan> AncestorsOf(DemoSpan span, List<DemoSpan> spans)
    {
        var byId = spans.ToDictionary(one => one.SpanId);
        for (var one = span; one is not null; one = one.ParentId is { } id ? byId[id] : null) yield return one;
    }

    private static int CountOf(string text) => _output.Split(text).Length - 1;

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex TraceIdShape();

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex SpanIdShape();
}
