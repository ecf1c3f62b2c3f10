using Segue.CompatMatrix.Fleets;
using Segue.CompatMatrix.Fleets.Peers;

namespace Segue.CompatMatrix.Tests.Fleets;

/// <summary>Pins the plain clients to what is known of the real ones, so that they don't agree with Segue on something wrong.</summary>
[TestClass]
public class PeerHeadersTests
{
    private const string Wide = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Narrow = "a3ce929d0e0e4736";
    private const string Span = "00f067aa0ba902b7";
    private const string Parent = "00000000000000ff";

    [TestMethod]
    public void Write_Jaeger_IsThatOfTheCSharpClient()
    {
        var headers = Write(new JaegerHeaders(), new PeerContext(Narrow, Span, true) { ParentId = Parent, Baggage = new Dictionary<string, string> { ["k"] = "a b,ë" } });

        Assert.AreEqual($"{Narrow}%3A{Span}%3A{Parent}%3A1", headers["uber-trace-id"]);
        Assert.AreEqual("a%20b%2C%C3%AB", headers["uberctx-k"]);
    }

    [TestMethod]
    [DataRow(Wide + ":" + Span + ":0:1", Wide, true)]
    [DataRow("0000000000000000" + Narrow + "%3a" + Span + "%3a0%3a0", Narrow, false)]
    [DataRow("1:" + Span + ":0:3", "0000000000000001", true)]
    public void Read_Jaeger_TakesTheIdentity(string header, string traceId, bool isKept)
    {
        var context = new JaegerHeaders().Read(Headers(("Uber-Trace-Id", header)))!;

        Assert.AreEqual((traceId, Span, isKept), (context.TraceId, context.SpanId, context.IsKept));
    }

    [TestMethod]
    [DataRow(Wide + ":" + Span + ":0:100")]
    [DataRow(Wide + ":" + Span + ":x:1")]
    [DataRow(Wide + ":" + Span + ":1")]
    public void Read_JaegerMalformed_VoidsEverything(string header) =>
        Assert.IsNull(new JaegerHeaders().Read(Headers(("uber-trace-id", header), ("uberctx-k", "v"))));

    [TestMethod]
    public void Write_Datadog_SplitsTheTraceId()
    {
        var headers = Write(new DatadogHeaders(), new PeerContext(Wide, Span, true));

        Assert.AreEqual("11803532876627986230", headers["x-datadog-trace-id"]);
        Assert.AreEqual("67667974448284343", headers["x-datadog-parent-id"]);
        Assert.AreEqual("1", headers["x-datadog-sampling-priority"]);
        Assert.AreEqual("_dd.p.dm=-0,_dd.p.tid=4bf92f3577b34da6", headers["x-datadog-tags"]);
    }

    [TestMethod]
    public void Write_DatadogAfterRead_HandsOnWhatCame()
    {
        var sent = Headers(
            ("x-datadog-trace-id", "11803532876627986230"), ("x-datadog-parent-id", "255"), ("x-datadog-sampling-priority", "2"),
            ("x-datadog-origin", "rum"), ("x-datadog-tags", "_dd.p.dm=-4,_dd.p.other=a=b,_dd.p.tid=4bf92f3577b34da6"));
        var context = new DatadogHeaders().Read(sent)!;

        var written = Write(new DatadogHeaders(), context);

        Assert.AreEqual((Wide, Parent, true), (context.TraceId, context.SpanId, context.IsKept));
        CollectionAssert.AreEquivalent(sent.ToArray(), written.ToArray());
    }

    [TestMethod]
    public void Write_DatadogDefaults_SayTheSameThreeTimes()
    {
        var context = new PeerContext(Wide, Span, false)
        {
            Baggage = new Dictionary<string, string> { ["k"] = "a b" },
            Passengers = new Dictionary<string, string> { ["tracestate"] = "vendor=1" },
        };

        var headers = Write(new DatadogDefaultHeaders(), context);

        Assert.AreEqual($"00-{Wide}-{Span}-00", headers["traceparent"]);
        Assert.AreEqual($"dd=s:0;p:{Span},vendor=1", headers["tracestate"]);
        Assert.AreEqual("k=a%20b", headers["baggage"]);
        Assert.AreEqual("0", headers["x-datadog-sampling-priority"]);
    }

    [TestMethod]
    public void Read_DatadogDefaults_TakesTheParentFromTheTraceparent()
    {
        var context = new DatadogDefaultHeaders().Read(Headers(
            ("x-datadog-trace-id", "11803532876627986230"), ("x-datadog-parent-id", "255"), ("x-datadog-tags", "_dd.p.tid=4bf92f3577b34da6"),
            ("traceparent", $"00-{Wide}-{Span}-01"), ("tracestate", "a=1,dd=s:1,b=2")))!;

        Assert.AreEqual(Span, context.SpanId);
        Assert.AreEqual("a=1,b=2", context.Passengers["tracestate"]);
    }

    [TestMethod]
    [DataRow(Narrow, "1", true)]
    [DataRow(Wide, "0", false)]
    [DataRow(Wide, null, null)]
    public void Read_B3_TakesTheIdentity(string traceId, string? sampled, bool? isKept)
    {
        var headers = Headers(("x-b3-traceid", traceId), ("x-b3-spanid", Span));
        if (sampled is not null) headers["x-b3-sampled"] = sampled;

        var context = new B3Headers().Read(headers)!;

        Assert.AreEqual((traceId, Span, isKept), (context.TraceId, context.SpanId, context.IsKept));
    }

    [TestMethod]
    public void Peers_Sources_UseNothingOfTheProduct()
    {
        var sources = Directory.GetFiles(Path.Combine(MatrixFolder.Find(), "Fleets", "Peers"), "*.cs");

        Assert.IsNotEmpty(sources);
        foreach (var source in sources)
        {
            foreach (var line in File.ReadLines(source)) Assert.IsFalse(line.StartsWith("using ", StringComparison.Ordinal) && line != "using System.Globalization;", source + ": " + line);
        }
    }

    private static Dictionary<string, string> Headers(params (string Name, string Value)[] headers)
    {
        var carrier = Journey.Headers();
        foreach (var (name, value) in headers) carrier[name] = value;
        return carrier;
    }

    private static Dictionary<string, string> Write(PeerHeaders format, PeerContext context)
    {
        var headers = Journey.Headers();
        format.Write(context, headers);
        return headers;
    }
}
