using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>What was wrong with the vendor's headers, as the agent is told of it.</summary>
[TestClass]
public class PropagationErrorTests : SdkTestBase
{
    private const string Tag = "_dd.propagation_error";

    [TestMethod]
    [DataRow("_dd.p.a", "decoding_error")]
    [DataRow("_dd.p.tid=xyz", "malformed_tid xyz")]
    public void Write_DatadogTagsMalformed_LocalRootSaysSo(string tags, string expected)
    {
        Expect("Misuse");
        var (root, child) = Family(new DatadogPropagator(), new PrefixCarrier { { "x-datadog-trace-id", "5" }, { "x-datadog-parent-id", "6" }, { "x-datadog-tags", tags } });

        Assert.AreEqual(expected, root.Meta[Tag]);
        Assert.DoesNotContain(Tag, child.Meta.Keys);
    }

    [TestMethod]
    public void Write_DatadogTagsTooLong_LocalRootSaysSo()
    {
        Expect("Misuse");
        var (root, _) = Family(new CompositePropagator(), new PrefixCarrier { { "x-datadog-trace-id", "5" }, { "x-datadog-parent-id", "6" }, { "x-datadog-tags", "_dd.p.a=" + new string('a', 512) } });

        Assert.AreEqual("extract_max_size", root.Meta[Tag]);
    }

    [TestMethod]
    public void Write_TraceStatesUpperHalfIsAnother_LocalRootSaysSo()
    {
        var (root, _) = Family(new CompositePropagator(), new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "tracestate", "dd=s:1;t.tid:1111111111111111" } });

        Assert.AreEqual("inconsistent_tid 1111111111111111", root.Meta[Tag]);
    }

    [TestMethod]
    public void Write_HeadersInOrder_SaysNothing()
    {
        var (root, _) = Family(new CompositePropagator(), new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "tracestate", "dd=s:1;t.a:1" } });

        Assert.DoesNotContain(Tag, root.Meta.Keys);
    }

    private static (SentSpan Root, SentSpan Child) Family(TextMapPropagator propagator, PrefixCarrier headers)
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        using var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Server, propagator.Extract(default, headers, PrefixCarrier.Get).ActivityContext)!;
        using var child = FinishedSpans.Source.StartActivity("child")!;
        child.Stop();
        root.Stop();
        var sent = FinishedSpans.Sent(FinishedSpans.Identity, root, child);
        return (sent[0], sent[1]);
    }
}
