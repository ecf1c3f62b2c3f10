using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

/// <summary>A trace leaves in the formats that it arrived in, besides those that are configured.</summary>
[TestClass]
public class ArrivalStylesTests : CoreTestBase
{
    private static readonly Dictionary<PropagationStyle, string[]> _names = new()
    {
        [PropagationStyle.TraceContext] = ["traceparent", "tracestate"],
        [PropagationStyle.Datadog] = ["x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority"],
        [PropagationStyle.B3] = ["b3"],
        [PropagationStyle.B3Multi] = ["X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled"],
        [PropagationStyle.Jaeger] = ["uber-trace-id"],
        [PropagationStyle.OtTracer] = ["ot-tracer-traceid", "ot-tracer-spanid", "ot-tracer-sampled"],
    };

    public static IEnumerable<object[]> Styles => _names.Keys.Select(style => new object[] { style });

    [TestMethod]
    [DynamicData(nameof(Styles))]
    public void Inject_TraceArrivedInAStyle_ItIsWrittenBesideTheConfigured(PropagationStyle arrived)
    {
        var received = Written(new CompositePropagator([], [arrived]), new PropagationContext(Some.Context(), default));
        foreach (var configured in _names.Keys)
        {
            var propagator = new CompositePropagator(CompositePropagator.DefaultExtract, [configured]);

            var sent = Written(propagator, propagator.Extract(default, received, PrefixCarrier.Get));

            var expected = configured == arrived ? _names[arrived] : _names[arrived].Concat(_names[configured]);
            Assert.AreEqual("", string.Join(" ", expected.Except(sent.Select(header => header.Key), StringComparer.OrdinalIgnoreCase)), $"missing after {arrived} with {configured}");
            Assert.IsFalse(sent.Any(header => header.Value.Contains("sg=", StringComparison.Ordinal)), "sg left the process");
            foreach (var style in _names.Keys.Where(style => style != arrived && style != configured))
                Assert.IsFalse(sent.Any(header => _names[style].Contains(header.Key, StringComparer.OrdinalIgnoreCase)), $"{style} after {arrived} with {configured}");
        }
    }

    [TestMethod]
    public void Inject_TraceArrivedInSeveralStyles_AllAreWritten()
    {
        var received = Written(new CompositePropagator([], [PropagationStyle.Jaeger, PropagationStyle.B3]), new PropagationContext(Some.Context(), default));
        var propagator = new CompositePropagator();

        var read = propagator.Extract(default, received, PrefixCarrier.Get);

        Assert.AreEqual("dd=s:1,sg=bj", read.ActivityContext.TraceState);
        CollectionAssert.IsSubsetOf(new[] { "uber-trace-id", "b3", "traceparent", "x-datadog-trace-id" }, Written(propagator, read).Select(header => header.Key).ToArray());
    }

    [TestMethod]
    public void Inject_ArrivedInJaeger_BaggageGoesInItsHeadersToo()
    {
        var propagator = new CompositePropagator();
        var read = propagator.Extract(default, new PrefixCarrier { { "uber-trace-id", $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:1" }, { "uberctx-k", "v" } }, PrefixCarrier.Get);

        var sent = Written(propagator, read);

        Assert.AreEqual("v k=v", sent["uberctx-k"] + " " + sent["baggage"]);
    }

    [TestMethod]
    public void Inject_OtherStyleOfAnotherTrace_IsNotWritten()
    {
        var propagator = new CompositePropagator();
        var read = propagator.Extract(default, new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "b3", "5a5a5a5a5a5a5a5a0123456789abcdef-00aabbccddeeff01-1" } }, PrefixCarrier.Get);

        Assert.IsNull(Written(propagator, read)["b3"]);
    }

    [TestMethod]
    [DataRow("sg=j")]
    [DataRow("other=1,sg=wgdbmjo")]
    [DataRow("dd=s:1, sg=b")]
    public void Extract_MemberCameFromTheWire_IsNotBelieved(string traceState)
    {
        var propagator = new CompositePropagator();
        var read = propagator.Extract(default, new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "tracestate", traceState } }, PrefixCarrier.Get);

        var sent = Written(propagator, read);

        Assert.IsFalse(read.ActivityContext.TraceState?.Contains("sg=", StringComparison.Ordinal) ?? false);
        Assert.AreEqual("", string.Join(" ", sent.Select(header => header.Key).Except([.. _names[PropagationStyle.TraceContext], .. _names[PropagationStyle.Datadog], "x-datadog-tags"])));
    }

    [TestMethod]
    public void Inject_MemberOfUnknownLetters_IsIgnored() =>
        Assert.IsNull(Written(new CompositePropagator([], []), new PropagationContext(Some.Context(traceState: "sg=xyz,other=1"), default)).FirstOrDefault().Key);

    [TestMethod]
    public void Inject_SpanStartedBelow_InheritsTheStyles()
    {
        var propagator = new CompositePropagator();
        var read = propagator.Extract(default, new PrefixCarrier { { "uber-trace-id", $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:1" } }, PrefixCarrier.Get);

        using var server = Some.Source.StartActivity("server", System.Diagnostics.ActivityKind.Server, read.ActivityContext)!;
        using var inner = Some.Source.StartActivity("inner")!;
        var sent = Written(propagator, new PropagationContext(inner.Context, Baggage.Current));

        Assert.AreEqual($"{Some.TraceIdHex}:{inner.SpanId}:0:1", sent["uber-trace-id"]);
        Assert.AreEqual($"dd=s:1;p:{inner.SpanId}", sent["tracestate"]);
    }

    private static PrefixCarrier Written(TextMapPropagator propagator, PropagationContext context)
    {
        var carrier = new PrefixCarrier();
        propagator.Inject(context, carrier, PrefixCarrier.Set);
        return carrier;
    }
}
