using OpenTracing.Propagation;
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
        Assert.AreEqual("a=b", Spans.Single("child").TraceStateString);
        Assert.IsTrue(Spans.Single("child").HasRemoteParent);
    }

    [TestMethod]
    public void Inject_KnownContext_WritesTheDocumentedBytes()
    {
        var remote = Tracer.Extract(BuiltinFormats.TextMap, new TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = Some.TraceParent(), ["tracestate"] = "a=b", ["baggage"] = "k=v" }));
        var stream = new MemoryStream();

        Tracer.Inject(remote, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));

        Assert.AreEqual("536701" + Some.TraceIdHex + Some.SpanIdHex + "01" + "0003613d62" + "0001" + "00016b" + "000176", Convert.ToHexStringLower(stream.ToArray()));
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

    private byte[] Injected(OpenTracing.ISpan span)
    {
        var stream = new MemoryStream();
        Tracer.Inject(span.Context, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));
        return stream.ToArray();
    }
}
