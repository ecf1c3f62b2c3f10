using OpenTracing.Mock;
using OpenTracing.Propagation;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class TextMapPropagatorTests
{
    private readonly TextMapPropagator _propagator = new();

    [TestMethod]
    public void Inject_Context_WritesBaggageThenSpanIdThenTraceId()
    {
        var carrier = new EntryList();
        var context = Some.Context(("a", "1"), ("b", "2"));

        _propagator.Inject(context, BuiltinFormats.TextMap, carrier);

        Assert.AreEqual($"baggage-a=1 baggage-b=2 spanid={context.SpanId} traceid={context.TraceId}", carrier.ToString());
    }

    [TestMethod]
    public void Inject_SpecialCharacters_AreNotEscaped()
    {
        var carrier = new EntryList();
        var context = Some.Context(("k y", "ä%, ="));

        _propagator.Inject(context, BuiltinFormats.HttpHeaders, carrier);

        Assert.StartsWith("baggage-k y=ä%, = ", carrier.ToString());
    }

    [TestMethod]
    public void Inject_OtherFormat_IsAccepted()
    {
        var carrier = new EntryList();

        _propagator.Inject(Some.Context(), null, carrier);

        Assert.HasCount(2, carrier);
    }

    [TestMethod]
    public void Inject_OtherCarrier_ThrowsInvalidOperationWithItsType()
    {
        void Act() => _propagator.Inject(Some.Context(), BuiltinFormats.Binary, new BinaryInjectAdapter(new MemoryStream()));

        Assert.Contains(nameof(BinaryInjectAdapter), Assert.ThrowsExactly<InvalidOperationException>(Act).Message);
    }

    [TestMethod]
    public void Extract_OtherCarrier_ThrowsInvalidOperationWithItsType()
    {
        void Act() => _propagator.Extract(BuiltinFormats.Binary, new BinaryInjectAdapter(new MemoryStream()));

        Assert.Contains(nameof(BinaryInjectAdapter), Assert.ThrowsExactly<InvalidOperationException>(Act).Message);
    }

    [TestMethod]
    public void Inject_NullCarrier_ThrowsNullReference()
    {
        void Act() => _propagator.Inject(Some.Context(), BuiltinFormats.TextMap, null);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void Extract_NullCarrier_ThrowsNullReference()
    {
        void Act() => _propagator.Extract(BuiltinFormats.TextMap, null);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void Extract_BothIds_ReturnsThem()
    {
        var carrier = Carrier(("traceid", "t"), ("spanid", "s"));

        var context = _propagator.Extract(BuiltinFormats.TextMap, carrier);

        Assert.AreEqual("t s", $"{context.TraceId} {context.SpanId}");
    }

    [TestMethod]
    public void Extract_OtherFormat_IsAccepted()
    {
        var carrier = Carrier(("traceid", "t"), ("spanid", "s"));

        var context = _propagator.Extract(null, carrier);

        Assert.IsNotNull(context);
    }

    [TestMethod]
    [DataRow("traceid", "t", "other", "s", DisplayName = "no span id")]
    [DataRow("other", "t", "spanid", "s", DisplayName = "no trace id")]
    [DataRow("traceid", "", "spanid", "s", DisplayName = "empty trace id")]
    [DataRow("traceid", "t", "spanid", "", DisplayName = "empty span id")]
    [DataRow("traceid", null, "spanid", "s", DisplayName = "null trace id")]
    [DataRow("traceid", "t", "spanid", null, DisplayName = "null span id")]
    [DataRow("TraceId", "t", "spanid", "s", DisplayName = "other case of trace id")]
    [DataRow("traceid", "t", "SPANID", "s", DisplayName = "other case of span id")]
    public void Extract_IdMissing_ReturnsNull(string firstKey, string firstValue, string secondKey, string secondValue)
    {
        var carrier = Carrier((firstKey, firstValue), (secondKey, secondValue));

        var context = _propagator.Extract(BuiltinFormats.TextMap, carrier);

        Assert.IsNull(context);
    }

    [TestMethod]
    [DataRow("baggage-key", "key=value")]
    [DataRow("baggage-", "=value")]
    [DataRow("baggage-Key", "Key=value")]
    [DataRow("Baggage-key", "")]
    [DataRow("baggagekey", "")]
    [DataRow("x-baggage-key", "")]
    public void Extract_Baggage_IsReadWithPrefixCut(string key, string expected)
    {
        var carrier = Carrier(("traceid", "t"), ("spanid", "s"), (key, "value"));

        var context = _propagator.Extract(BuiltinFormats.TextMap, carrier);

        Assert.AreEqual(expected, string.Join(' ', context.GetBaggageItems().Select(item => $"{item.Key}={item.Value}")));
    }

    [TestMethod]
    [DataRow("bag\u00ADgage-key", DisplayName = "soft hyphen")]
    [DataRow("\u200Dbaggage-key", DisplayName = "zero width joiner")]
    public void Extract_KeyWithIgnorableCharacter_ComparesByCulture(string key)
    {
        var carrier = Carrier(("traceid", "t"), ("spanid", "s"), (key, "value"));

        var context = _propagator.Extract(BuiltinFormats.TextMap, carrier);

        var expected = key.StartsWith(TextMapPropagator.BaggageKeyPrefix, StringComparison.CurrentCulture) ? key[8..] : null;
        Assert.AreEqual(expected, context.GetBaggageItems().Select(item => item.Key).SingleOrDefault());
    }

    [TestMethod]
    public void Extract_SpecialCharacters_AreNotUnescaped()
    {
        var carrier = Carrier(("traceid", "t"), ("spanid", "s"), ("baggage-key", "%20+"));

        var context = _propagator.Extract(BuiltinFormats.TextMap, carrier);

        Assert.AreEqual("%20+", context.GetBaggageItem("key"));
    }

    [TestMethod]
    public void Extract_NullKey_ThrowsNullReference()
    {
        var carrier = Carrier((null, "value"));

        void Act() => _propagator.Extract(BuiltinFormats.TextMap, carrier);

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    private static EntryList Carrier(params (string Key, string Value)[] entries)
    {
        var carrier = new EntryList();
        foreach (var (key, value) in entries)
            carrier.Set(key, value);

        return carrier;
    }
}
