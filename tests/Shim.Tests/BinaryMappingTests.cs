using OpenTracing.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Shim.Tests;

[TestClass]
public class BinaryMappingTests : ShimTestBase
{
    [TestMethod]
    public void Inject_ThenExtract_RoundTripsEverything()
    {
        var remote = Tracer.Extract(BuiltinFormats.TextMap, new TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = Some.TraceParent(), ["tracestate"] = "a=b" }));
        var span = Tracer.BuildSpan("a").AsChildOf(remote).Start().SetBaggageItem("k", "v ü").SetBaggageItem("empty", "");

        var read = Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(Injected(span))));

        Assert.AreEqual(span.Context.TraceId, read.TraceId);
        Assert.AreEqual(span.Context.SpanId, read.SpanId);
        CollectionAssert.AreEquivalent(span.Context.GetBaggageItems().ToList(), read.GetBaggageItems().ToList());
        Tracer.BuildSpan("child").AsChildOf(read).Start().Finish();
        Assert.AreEqual($"dd=p:{span.Context.SpanId},a=b", Spans.Single("child").TraceStateString);
        Assert.IsTrue(Spans.Single("child").HasRemoteParent);
    }

    [TestMethod]
    public void Inject_KnownContext_WritesTheDocumentedBytes()
    {
        var remote = Tracer.Extract(BuiltinFormats.TextMap, new TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = Some.TraceParent(), ["tracestate"] = "a=b", ["baggage"] = "k=v" }));
        var stream = new MemoryStream();

        Tracer.Inject(remote, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));

        Assert.AreEqual("536701" + Some.TraceIdHex + Some.SpanIdHex + "01" + "0019" + Hex($"dd=p:{Some.SpanIdHex},a=b") + "0001" + "00016b" + "000176", Convert.ToHexStringLower(stream.ToArray()));
    }

    [TestMethod]
    public void Inject_StateOfTheProcess_StaysThere()
    {
        var state = "dd=s:2;o:rum;p:1111111111111111;e:decoding_error;u:1;t.dm:-4,a=b,sg=bj";
        using var outer = Some.Source.StartActivity("outer", System.Diagnostics.ActivityKind.Server, Some.Context(traceState: state))!;
        var stream = new MemoryStream();

        var span = Tracer.BuildSpan("a").Start();
        Tracer.Inject(span.Context, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));

        var text = System.Text.Encoding.ASCII.GetString(stream.ToArray());
        StringAssert.Contains(text, $"dd=s:2;o:rum;p:{span.Context.SpanId};t.dm:-4,a=b");
        foreach (var inner in new[] { "sg=", "e:d", "u:1", "1111111111111111" }) Assert.IsFalse(text.Contains(inner, StringComparison.Ordinal), inner);
    }

    [TestMethod]
    [DataRow("sg=bj", null)]
    [DataRow("dd=s:2;e:x;u:1,sg=bj,a=b", "dd=s:2,a=b")]
    [DataRow("dd=s:-1,a=b", "dd=s:1;t.dm:-0,a=b", DisplayName = "a priority that contradicts the flag gives way")]
    [DataRow("a=b,no member", null)]
    [DataRow("a=b\r\nx: y", null)]
    public void Extract_StateThatNoHeaderMayHave_IsNotTaken(string state, string? expected)
    {
        var head = "536701" + Some.TraceIdHex + Some.SpanIdHex + "01";
        var bytes = new MemoryStream([.. Enumerable.Range(0, head.Length / 2).Select(i => Convert.ToByte(head.Substring(2 * i, 2), 16)), 0, (byte)state.Length, .. System.Text.Encoding.ASCII.GetBytes(state), 0, 0]);

        var read = Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(bytes));
        Tracer.BuildSpan("child").AsChildOf(read).Start().Finish();

        Assert.AreEqual(expected, Spans.Single("child").TraceStateString);
        Assert.AreEqual(Some.SpanIdHex, Spans.Single("child").ParentSpanId.ToHexString());
        var headers = new Dictionary<string, string>();
        EveryFormat().Inject(read, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        Assert.IsFalse(headers.Keys.Any(static name => name.StartsWith("uber", StringComparison.OrdinalIgnoreCase) || name == "b3"), "what a payload says chooses no formats");
    }

    [TestMethod]
    public void InjectAndExtract_TraceWithoutASpan_KeepsItsDecision()
    {
        var read = EveryFormat().Extract(BuiltinFormats.TextMap, new TextMapExtractAdapter(new Dictionary<string, string> { ["x-datadog-trace-id"] = "7", ["x-datadog-sampling-priority"] = "2" }));
        var stream = new MemoryStream();
        Tracer.Inject(read, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));
        stream.Position = 0;

        Tracer.BuildSpan("child").AsChildOf(Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(stream))).Start().Finish();

        var child = Spans.Single("child");
        Assert.AreEqual("00000000000000000000000000000007 dd=s:2", child.TraceId.ToHexString() + " " + child.TraceStateString);
        Assert.AreEqual(default, child.ParentSpanId);
    }

    [TestMethod]
    public void Extract_CutOffAnywhere_IsNothing()
    {
        var whole = Injected(Tracer.BuildSpan("a").Start().SetBaggageItem("k", "v"));

        for (var length = 0; length < whole.Length; length++)
            Assert.IsNull(Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(whole, 0, length))), $"{length} bytes");

        Assert.IsNotNull(Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream([.. whole, 1, 2, 3]))));
        Assert.AreEqual(whole.Length, Counters["segue.misuse/binary_unreadable"]);
    }

    [TestMethod]
    [DataRow(0, (byte)'X')]
    [DataRow(2, (byte)2)]
    public void Extract_AnotherStartOrVersion_IsNothing(int position, byte value)
    {
        var bytes = Injected(Tracer.BuildSpan("a").Start());
        bytes[position] = value;

        Assert.IsNull(Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(bytes))));
    }

    [TestMethod]
    public void Extract_BaggageAlone_IsCarriedOn()
    {
        Spans.Dispose();
        var bytes = Injected(Tracer.BuildSpan("root").Start().SetBaggageItem("k", "v"));

        var read = Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(bytes)));

        Assert.AreEqual("v", read.GetBaggageItems().Single().Value);
        Assert.AreEqual(new string('0', 32), read.TraceId);
    }

    [TestMethod]
    public void Extract_RandomBytes_NeverThrows()
    {
        var random = new Random(17);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(120)];
            random.NextBytes(bytes);
            if (bytes.Length > 2) (bytes[0], bytes[1], bytes[2]) = ((byte)'S', (byte)'g', 1);

            var read = Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(bytes)));

            Assert.IsTrue(read is null || read.TraceId.Length == 32);
        }
    }

    private static OpenTracingShim EveryFormat() => new(new ShimOptions { TextMap = new CompositePropagator(), HttpHeaders = new CompositePropagator() });

    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(text));

    private byte[] Injected(OpenTracing.ISpan span)
    {
        var stream = new MemoryStream();
        Tracer.Inject(span.Context, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));
        return stream.ToArray();
    }
}
