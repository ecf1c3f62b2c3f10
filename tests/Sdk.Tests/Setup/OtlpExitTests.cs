using System.Diagnostics;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

/// <summary>OpenTelemetry's own exporter behind <see cref="SegueTracing"/>, alone and beside the Datadog exit.</summary>
[TestClass]
public class OtlpExitTests : SdkTestBase
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [TestMethod]
    public void Start_Otlp_PostsProtobufToTheStandardEndpoint()
    {
        using var collector = Collector();
        Activity traced;
        using (var tracing = SegueTracing.Start(options =>
        {
            options.ServiceName = "shop";
            options.Exits.Add(SegueExit.Otlp);
        }))
        {
            traced = Trace();
            tracing.ForceFlush(_patience);
        }

        var request = collector.Requests.Single();
        Assert.AreEqual("POST /v1/traces HTTP/1.1", request.RequestLine);
        Assert.AreEqual("application/x-protobuf", request["Content-Type"]);
        Assert.IsNull(request["traceparent"]);
        Assert.IsTrue(Holds(request, Convert.FromHexString(traced.TraceId.ToHexString())));
        Assert.IsTrue(Holds(request, Convert.FromHexString(traced.SpanId.ToHexString())));
        Assert.IsTrue(Holds(request, "shop"u8));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("otlp,datadog")]
    public void Start_BothExits_SameSpansOnBoth(string? exporters)
    {
        using var collector = Collector();
        using var agent = new ScriptedListener();
        Variables["OTEL_TRACES_EXPORTER"] = exporters;
        var traced = new List<Activity>();
        using (var tracing = SegueTracing.Start(options =>
        {
            options.AgentUri = agent.Uri;
            if (exporters is not null) return;
            options.Exits.Add(SegueExit.Otlp);
            options.Exits.Add(SegueExit.Datadog);
        }))
        {
            for (var i = 0; i < 5; i++) traced.Add(Trace());
            tracing.ForceFlush(_patience);
        }

        CollectionAssert.AreEquivalent(traced.ConvertAll(span => span.SpanId.ToHexString()), agent.Spans.Select(span => span.SpanId.ToString("x16")).ToList());
        Assert.IsTrue(traced.TrueForAll(span => Holds(collector.Requests.Single(), Convert.FromHexString(span.SpanId.ToHexString()))));
    }

    [TestMethod]
    public void Start_OtlpWithAgentConfigured_AgentIsLeftAlone()
    {
        using var collector = Collector();
        using var agent = new ScriptedListener();
        Variables["DD_TRACE_AGENT_URL"] = agent.Uri.ToString();
        Variables["OTEL_TRACES_EXPORTER"] = "otlp";
        using (SegueTracing.Start()) Trace();

        Assert.HasCount(1, collector.Requests);
        Assert.AreEqual(0, agent.Connections);
    }

    [TestMethod]
    public void Start_AgentDownBesideOtlp_OtlpGetsItsSpans()
    {
        Expect("ExitFailing");
        using var collector = Collector();
        using (SegueTracing.Start(options =>
        {
            options.AgentUri = new Uri("http://127.0.0.1:" + ClosedPort.Find());
            options.Exits.Add(SegueExit.Datadog);
            options.Exits.Add(SegueExit.Otlp);
        })) Trace();

        Assert.HasCount(1, collector.Requests);
        Assert.AreEqual(1, Counters["segue.spans.dropped/agent_unavailable"]);
    }

    [TestMethod]
    public void Dispose_AgentNeverAnswersBesideOtlp_OtlpGetsItsSpans()
    {
        Expect("ExitFailing");
        using var collector = Collector();
        using var agent = new ScriptedListener().Answering(Reply.Never);
        var watch = Stopwatch.StartNew();
        using (SegueTracing.Start(options =>
        {
            options.AgentUri = agent.Uri;
            options.Exits.Add(SegueExit.Datadog);
            options.Exits.Add(SegueExit.Otlp);
        })) Trace();

        Assert.HasCount(1, collector.Requests);
        Assert.IsLessThan(TimeSpan.FromSeconds(14), watch.Elapsed);
        Until(() => Counters["segue.spans.dropped/agent_unavailable"] == 1, "the worker has given up, and said so");
    }

    private static Activity Trace()
    {
        using var scope = Tracer.Instance.StartActive("native");
        return Activity.Current!;
    }

    private static bool Holds(ReceivedRequest request, ReadOnlySpan<byte> bytes) => request.Body.AsSpan().IndexOf(bytes) >= 0;

    private ScriptedListener Collector()
    {
        var collector = new ScriptedListener();
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Uri.ToString();
        Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        return collector;
    }
}
