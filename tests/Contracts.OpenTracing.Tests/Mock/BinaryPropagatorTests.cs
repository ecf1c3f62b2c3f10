using OpenTracing.Mock;
using OpenTracing.Propagation;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class BinaryPropagatorTests
{
    private readonly BinaryPropagator _propagator = new();

    /// <summary>Makes a context whose baggage is null, which only this propagator gives.</summary>
    internal static MockSpanContext ExtractContext() =>
        new BinaryPropagator().Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream([1, (byte)'2', 1, (byte)'1'])));

    [TestMethod]
    [DataRow("1", "2", "01320131")]
    [DataRow("trace", "ä", "02C3A4057472616365")]
    [DataRow("", "", "0000")]
    public void Serialize_Ids_WritesSpanIdThenTraceId(string traceId, string spanId, string expected)
    {
        var ids = new BinaryPropagator.BinaryContext { TraceId = traceId, SpanId = spanId };

        var stream = _propagator.Serialize(ids);

        Assert.AreEqual(expected, Convert.ToHexString(stream.ToArray()));
    }

    [TestMethod]
    public void Serialize_IdOf128Bytes_HasLengthInTwoBytes()
    {
        var ids = new BinaryPropagator.BinaryContext { TraceId = "1", SpanId = new string('2', 128) };

        var stream = _propagator.Serialize(ids);

        Assert.AreEqual("8001" + string.Concat(Enumerable.Repeat("32", 128)) + "0131", Convert.ToHexString(stream.ToArray()));
    }

    [TestMethod]
    public void Serialize_Stream_IsOpenAtEnd()
    {
        var ids = new BinaryPropagator.BinaryContext { TraceId = "1", SpanId = "2" };

        var stream = _propagator.Serialize(ids);

        Assert.AreEqual(4, stream.Position);
    }

    [TestMethod]
    public void Serialize_Twice_ReturnsNewStream()
    {
        var ids = new BinaryPropagator.BinaryContext { TraceId = "1", SpanId = "2" };

        var stream = _propagator.Serialize(ids);

        Assert.AreNotSame(stream, _propagator.Serialize(ids));
    }

    [TestMethod]
    public void Deserialize_Stream_ReturnsIds()
    {
        var stream = Stream("01320131");

        var ids = _propagator.Deserialize(stream);

        Assert.AreEqual("1 2", $"{ids.TraceId} {ids.SpanId}");
    }

    [TestMethod]
    public void Inject_Context_WritesIdsWithoutBaggage()
    {
        var target = new MemoryStream();
        var context = ExtractContext();

        _propagator.Inject(context, BuiltinFormats.Binary, new BinaryInjectAdapter(target));

        Assert.AreEqual("01320131", Convert.ToHexString(target.ToArray()));
    }

    [TestMethod]
    public void Inject_ContextWithBaggage_CarriesNone()
    {
        var target = new MemoryStream();
        _propagator.Inject(Some.Context(("key", "value")), BuiltinFormats.Binary, new BinaryInjectAdapter(target));

        var context = _propagator.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(target));

        Assert.IsNull(context.GetBaggageItems());
    }

    [TestMethod]
    public void Inject_OtherCarrier_ThrowsInvalidOperationWithItsType()
    {
        void Act() => _propagator.Inject(Some.Context(), BuiltinFormats.TextMap, new EntryList());

        Assert.Contains(nameof(EntryList), Assert.ThrowsExactly<InvalidOperationException>(Act).Message);
    }

    [TestMethod]
    public void Extract_OtherCarrier_ThrowsInvalidOperationWithItsType()
    {
        void Act() => _propagator.Extract(BuiltinFormats.TextMap, new EntryList());

        Assert.Contains(nameof(EntryList), Assert.ThrowsExactly<InvalidOperationException>(Act).Message);
    }

    [TestMethod]
    public void Extract_Stream_ReturnsIds()
    {
        var carrier = new BinaryExtractAdapter(Stream("01320131"));

        var context = _propagator.Extract(BuiltinFormats.Binary, carrier);

        Assert.AreEqual("1 2", $"{context.TraceId} {context.SpanId}");
    }

    [TestMethod]
    public void Extract_CarrierDoesNotRewind_ReadsFromBeginning()
    {
        var stream = Stream("01320131");
        stream.Position = 4;
        var carrier = CallRecorder.Create<IBinary>(out var recorder);
        recorder.Result = _ => stream;

        var context = _propagator.Extract(BuiltinFormats.Binary, carrier);

        Assert.AreEqual("1 2", $"{context.TraceId} {context.SpanId}");
    }

    [TestMethod]
    public void Extract_Stream_IsClosed()
    {
        var stream = Stream("01320131");

        _propagator.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(stream));

        Assert.IsFalse(stream.CanRead);
    }

    [TestMethod]
    [DataRow("", DisplayName = "nothing")]
    [DataRow("0132", DisplayName = "no trace id")]
    [DataRow("0232", DisplayName = "span id cut off")]
    public void Extract_StreamTooShort_ThrowsEndOfStream(string bytes)
    {
        var carrier = new BinaryExtractAdapter(Stream(bytes));

        void Act() => _propagator.Extract(BuiltinFormats.Binary, carrier);

        Assert.ThrowsExactly<EndOfStreamException>(Act);
    }

    [TestMethod]
    [DataRow("000131", DisplayName = "empty span id")]
    [DataRow("013200", DisplayName = "empty trace id")]
    [DataRow("0000", DisplayName = "both empty")]
    public void Extract_IdEmpty_ReturnsNull(string bytes)
    {
        var carrier = new BinaryExtractAdapter(Stream(bytes));

        var context = _propagator.Extract(BuiltinFormats.Binary, carrier);

        Assert.IsNull(context);
    }

    private static MemoryStream Stream(string bytes) => new(Convert.FromHexString(bytes));
}
