using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Segue.Context;
using Segue.Sdk.Tests.Otlp;
using Segue.Sdk.Tests.Support;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

/// <summary>The same spans at both exits at once, compared field by field from the bytes on the wire.</summary>
[TestClass]
public class BothExitsTests : SdkTestBase
{
    private static readonly string[] _kinds = ["", "internal", "server", "client", "producer", "consumer"];
    private static readonly string[] _outcomes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];

    [TestMethod]
    public void ForceFlush_SpansOfEveryApi_AgreeAtBothExits()
    {
        using var collector = new ScriptedListener();
        using var agent = new ScriptedListener { Info = Reply.Status(200, """{"span_events":true}""") };
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Uri.ToString();
        Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        using (var tracing = SegueTracing.Start(options =>
        {
            options.ServiceName = "shop";
            options.Version = "1.2.3";
            options.Environment = "prod";
            options.AgentUri = agent.Uri;
            options.Exits.Add(SegueExit.Otlp);
            options.Exits.Add(SegueExit.Datadog);
            options.Sources.Add(FinishedSpans.SourceName);
        }))
        {
            // Asked at the start; an answer that comes late would find the events encoded as text.
            Assert.IsTrue(SpinWait.SpinUntil(() => agent.Questions.Count > 0, TimeSpan.FromSeconds(20)));
            Trace();
            Assert.IsTrue(tracing.ForceFlush(TimeSpan.FromSeconds(20)));
        }

        var exports = collector.Requests.Select(request => TraceRequest.Parser.ParseFrom(request.Body)).SelectMany(request => request.Resources).ToList();
        var spans = exports.SelectMany(export => export.Scopes).SelectMany(scope => scope.Spans.Select(span => (scope.Scope, Span: span))).ToList();
        var sent = agent.Spans.ToDictionary(span => span.SpanId);
        Assert.HasCount(5, sent);
        Assert.HasCount(5, spans);
        foreach (var (scope, span) in spans) Compare(scope, span, sent[Number(span.SpanId, 0)]);
        var resource = exports[0].Resource.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text);
        Assert.IsTrue(sent.Values.All(span => span.Service == resource["service.name"] && span.Meta["env"] == resource["deployment.environment.name"] && span.Meta["version"] == resource["service.version"]));
    }

    private static void Trace()
    {
        var parent = Some.Context(traceState: "dd=s:2;o:rum;t.dm:-4");
        using var root = FinishedSpans.Source.StartActivity("GET /cart", ActivityKind.Server, parent, links: [new ActivityLink(Some.Context(traceState: "foo=1"), new ActivityTagsCollection { ["why"] = "batch" })])!;
        root.SetTag("http.route", "/cart").SetTag("flag", true).SetTag("whole", 7L).SetTag("number", 1.5).SetTag("list", new[] { "a", "b" }).SetTag("counts", new[] { 1, 2 }).SetTag("shares", new[] { 0.5 }).SetTag("switches", new[] { true, false });
        using (var legacy = new OpenTracingShim().BuildSpan("legacy").WithTag("span.kind", "client").WithTag("peer.port", 5432).StartActive(true))
        {
            legacy.Span.Log(new Dictionary<string, object> { ["event"] = "error", ["error.object"] = new InvalidOperationException("gone"), ["attempt"] = 2 });
            legacy.Span.SetTag("error", true);
        }

        using (var native = Tracer.Instance.StartActive("native")) native.Span.SetTag("cart", "c1");
        using (var failed = FinishedSpans.Source.StartActivity("failed", ActivityKind.Producer)!) failed.SetStatus(ActivityStatusCode.Error, "down");
        using (var fine = FinishedSpans.Source.StartActivity("fine", ActivityKind.Consumer)!) fine.SetStatus(ActivityStatusCode.Ok);
    }

    private static void Compare(Scope scope, WireSpan otlp, SentSpan sent)
    {
        Assert.AreEqual($"{Number(otlp.TraceId, 0):x16}{Number(otlp.TraceId, 8):x16}", sent.Meta["otel.trace_id"]);
        Assert.AreEqual(Number(otlp.TraceId, 8), sent.TraceId);
        Assert.AreEqual(otlp.ParentSpanId.IsEmpty ? null : Number(otlp.ParentSpanId, 0), sent.ParentId);
        Assert.AreEqual(otlp.Name, sent.Resource);
        Assert.AreEqual(_kinds[otlp.Kind], sent.Meta["span.kind"]);
        Assert.AreEqual((otlp.StartUnixNanoseconds, otlp.EndUnixNanoseconds), ((ulong)sent.Start, (ulong)(sent.Start + sent.Duration)), otlp.Name);
        Assert.AreEqual((scope.Name, scope.Version), (sent.Meta["otel.library.name"], sent.Meta.GetValueOrDefault("otel.library.version", "")));
        Assert.AreEqual(_outcomes[otlp.Outcome?.Code ?? 0], sent.Meta["otel.status_code"], otlp.Name);
        Assert.AreEqual(otlp.Outcome?.Code == 2 ? 1 : null, sent.Error, otlp.Name);
        if (otlp.Outcome is { Message.Length: > 0 } outcome) Assert.AreEqual(outcome.Message, sent.Meta["error.msg"]);
        foreach (var attribute in otlp.Attributes) CompareAttribute(attribute.Key, attribute.Value, sent);
        // The decision, its mechanism and the origin ride in the tracestate, of which the agent is told the parts.
        Assert.AreEqual("2", VendorState.Get(otlp.TraceState, "s"));
        Assert.AreEqual("rum", sent.Meta["_dd.origin"]);
        if (sent.Metrics.TryGetValue("_sampling_priority_v1", out var priority)) Assert.AreEqual(2, priority);
        if (sent.Meta.TryGetValue("_dd.p.dm", out var mechanism)) Assert.AreEqual(VendorState.Get(otlp.TraceState, "t.dm"), mechanism);

        Assert.AreEqual(
            string.Join("\n", otlp.Events.Select(item => item.Name + " " + item.UnixNanoseconds + " " + string.Join(";", item.Attributes.Select(attribute => attribute.Key + "=" + TypedText(attribute.Value)).Order()))),
            string.Join("\n", sent.Events.Select(item => item.Name + " " + item.Time + " " + string.Join(";", item.Attributes.Select(attribute => attribute.Key + "=" + attribute.Value).Order()))));
        Assert.AreEqual(
            string.Join("\n", otlp.Links.Select(link => $"{Number(link.TraceId, 0)} {Number(link.TraceId, 8)} {Number(link.SpanId, 0)} {link.TraceState} {link.Flags & 1} {string.Join(";", link.Attributes.Select(attribute => attribute.Key + "=" + attribute.Value.Text))}")),
            string.Join("\n", sent.Links.Select(link => $"{link.TraceIdHigh} {link.TraceId} {link.SpanId} {link.TraceState} {link.Flags & 1} {string.Join(";", link.Attributes.Select(pair => pair.Key + "=" + pair.Value))}")));
        if (otlp.Events.LastOrDefault(item => item.Name == "exception") is { } exception && sent.Error == 1)
        {
            var told = exception.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text);
            Assert.AreEqual((told["exception.type"], told["exception.message"]), (sent.Meta["error.type"], sent.Meta["error.msg"]));
        }
    }

    private static void CompareAttribute(string key, Value value, SentSpan sent)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.Text: Assert.AreEqual(value.Text, sent.Meta[key]); break;
            case Value.KindOneofCase.Flag: Assert.AreEqual(value.Flag ? "true" : "false", sent.Meta[key]); break;
            case Value.KindOneofCase.Whole: Assert.AreEqual(value.Whole, sent.Metrics[key]); break;
            case Value.KindOneofCase.Number: Assert.AreEqual(value.Number, sent.Metrics[key]); break;
            case Value.KindOneofCase.List:
                for (var i = 0; i < value.List.Items.Count; i++) CompareAttribute(key + "." + i, value.List.Items[i], sent);
                break;
            default: Assert.Fail(key + " has no value"); break;
        }
    }

    private static string TypedText(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.Text => "0:" + value.Text,
        Value.KindOneofCase.Flag => "1:" + value.Flag,
        Value.KindOneofCase.Whole => "2:" + value.Whole,
        Value.KindOneofCase.Number => "3:" + value.Number.ToString(CultureInfo.InvariantCulture),
        _ => throw new AssertFailedException("not compared: " + value),
    };

    private static ulong Number(Google.Protobuf.ByteString id, int start) => BinaryPrimitives.ReadUInt64BigEndian(id.Span.Slice(start, 8));
}
