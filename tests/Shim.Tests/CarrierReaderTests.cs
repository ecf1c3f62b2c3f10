using OpenTelemetry.Context.Propagation;
using OpenTracing.Propagation;
using Segue.Propagation;

namespace Segue.Shim.Tests;

[TestClass]
public class CarrierReaderTests : ShimTestBase
{
    private const string TraceId = "a1b2c3d4e5f60718";
    private const string SpanId = "b7ad6b7169203331";

    [TestMethod]
    public void Extract_JaegerHeaders_GivesIdsAndBaggageOfEachName()
    {
        var headers = new Dictionary<string, string>
        {
            ["Uber-Trace-Id"] = TraceId + "%3A" + SpanId + "%3A0%3A1",
            ["UberCtx-User"] = "alice%20b",
            ["uberctx-tenant"] = "t1",
            ["Unrelated"] = "x",
        };

        var context = Extract(new JaegerPropagator(), headers);

        Assert.AreEqual(TraceId.PadLeft(32, '0'), context.TraceId);
        Assert.AreEqual(SpanId, context.SpanId);
        Assert.AreEqual("tenant=t1,user=alice b", Items(context));
    }

    [TestMethod]
    public void Extract_OtTracerHeaders_GivesIdsAndBaggageOfEachName()
    {
        var headers = new Dictionary<string, string>
        {
            ["ot-tracer-traceid"] = TraceId,
            ["ot-tracer-spanid"] = SpanId,
            ["ot-tracer-sampled"] = "true",
            ["ot-baggage-user"] = "alice",
        };

        Assert.AreEqual("user=alice", Items(Extract(new OtTracerPropagator(), headers)));
    }

    [TestMethod]
    public void Extract_PropagatorThatNamesNoFields_StillReadsBaggageOfEachName()
    {
        var headers = new Dictionary<string, string> { ["uber-trace-id"] = TraceId + ":" + SpanId + ":0:1", ["UberCtx-User"] = "alice" };

        Assert.AreEqual("user=alice", Items(Extract(new Unnamed(new JaegerPropagator()), headers)));
    }

    [TestMethod]
    public void InjectAndExtract_EachFormat_KeepsTheTrace()
    {
        TextMapPropagator[] propagators = [new Segue.Propagation.B3Propagator(), new B3MultiPropagator(), new JaegerPropagator()];
        foreach (var propagator in propagators)
        {
            var headers = new Dictionary<string, string>();
            using var shim = new OpenTracingShim(new ShimOptions { HttpHeaders = propagator });
            var span = shim.BuildSpan("a").Start();

            shim.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));

            Assert.AreEqual(span.Context.TraceId, Extract(propagator, headers).TraceId);
            Assert.AreEqual(span.Context.SpanId, Extract(propagator, headers).SpanId);
        }
    }

    [TestMethod]
    public void Extract_FixedNamesOnly_ListsTheCarrierOnce()
    {
        var carrier = new CountingCarrier(new() { ["b3"] = TraceId + "-" + SpanId + "-1", ["a"] = "b" });
        using var shim = new OpenTracingShim(new ShimOptions { TextMap = new Segue.Propagation.B3Propagator() });

        Assert.AreEqual(SpanId, shim.Extract(BuiltinFormats.TextMap, carrier).SpanId);
        Assert.AreEqual(1, carrier.Listed);
    }

    [TestMethod]
    public void Extract_FieldsOfAnyNumberAndLength_AreEachFoundInAnyCase()
    {
        // Several of one length, more than one bit each, longer than any known header, and names beyond ASCII.
        var names = Enumerable.Range(0, 80).Select(i => "x-" + new string((char)('a' + (i % 20)), i)).Append("").Append("é-name").Append("x-\u00e9").ToArray();
        var propagator = new ManyFields([.. names, null!]);
        var headers = names.ToDictionary(name => name.ToUpperInvariant(), name => "value of " + name);
        headers["unasked"] = "x";
        headers["X-É "] = "x";

        Assert.AreEqual(string.Join(",", names.Select(name => "value of " + name)), Extract(propagator, headers).GetBaggageItems().Single().Value);
    }

    [TestMethod]
    public void Extract_RepeatedField_GivesEveryValueInOrder()
    {
        var carrier = new RepeatedCarrier([new("X-A", "1"), new("x-b", "2"), new("x-a", "3"), new(null!, "4"), new("x-a", null!)]);
        using var shim = new OpenTracingShim(new ShimOptions { TextMap = new ManyFields(["x-a", "x-b"]) });

        Assert.AreEqual("1;3,2", shim.Extract(BuiltinFormats.TextMap, carrier).GetBaggageItems().Single().Value);
    }

    private static OpenTracing.ISpanContext Extract(TextMapPropagator propagator, Dictionary<string, string> headers)
    {
        using var shim = new OpenTracingShim(new ShimOptions { HttpHeaders = propagator });
        return shim.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
    }

    private static string Items(OpenTracing.ISpanContext context) =>
        string.Join(",", context.GetBaggageItems().OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Key + "=" + item.Value));

    private sealed class CountingCarrier(Dictionary<string, string> headers) : ITextMap
    {
        internal int Listed { get; private set; }

        public void Set(string key, string value) => headers[key] = value;

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
        {
            Listed++;
            return headers.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class RepeatedCarrier(KeyValuePair<string, string>[] headers) : ITextMap
    {
        public void Set(string key, string value) => throw new NotSupportedException();

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => headers.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    // Shows what the getter gave for each of its fields as one item of baggage.
    private sealed class ManyFields(string[] names) : TextMapPropagator
    {
        public override ISet<string> Fields { get; } = new HashSet<string>(names);

        public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) =>
            new(default, OpenTelemetry.Baggage.Create().SetBaggage("read", string.Join(",", names.Where(name => name is not null).Select(name => string.Join(";", getter(carrier, name)!)))));

        public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter) => throw new NotSupportedException();
    }

    private sealed class Unnamed(TextMapPropagator inner) : TextMapPropagator
    {
        public override ISet<string> Fields => new HashSet<string>();

        public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => inner.Extract(context, carrier, getter);

        public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter) => inner.Inject(context, carrier, setter);
    }
}
