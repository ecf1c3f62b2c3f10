using System.Collections.Specialized;
using System.Diagnostics;
using OpenTelemetry;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public partial class HttpPropagatorTests : CoreTestBase
{
    private const string SameTrace = $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:1";
    private const string Conflict = "5a5a5a5a5a5a5a5a0123456789abcdef-00aabbccddeeff01-1";

    private readonly HttpPropagator _propagator = new(new CompositePropagator());

    [TestMethod]
    [DataRow(null, true, null)]
    [DataRow("http://shop.internal/", true, "k=v")]
    [DataRow("http://SHOP.Internal:8080/x", true, "k=v")]
    [DataRow("http://cart.internal/", true, null)]
    [DataRow("http://shop.example.com/", false, null)]
    [DataRow("http://[::1]/", true, null)]
    public void Inject_HostPatterns_DecideAboutHeadersAndBaggage(string? uri, bool headers, string? baggage)
    {
        var propagator = new HttpPropagator(new CompositePropagator(), ["*.internal", "[::1]"], ["shop*"]);
        using var span = Some.Source.StartActivity("client")!;
        Baggage.SetBaggage("k", "v");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);

        propagator.Inject(span, request, Add);

        Assert.AreEqual(headers, request.Headers.Contains("traceparent"));
        Assert.AreEqual(uri is null ? "k=v" : baggage, request.Headers.TryGetValues("baggage", out var values) ? values.Single() : null);
    }

    [TestMethod]
    [DataRow("", "a", false)]
    [DataRow("*a*b*", "xxaxxbxx", true)]
    [DataRow("a*b", "ab", true)]
    [DataRow("a*b", "abc", false)]
    [DataRow("**", "a", true)]
    [DataRow("a", "A", true)]
    [DataRow("*.b", "a.b", true)]
    public void Inject_Pattern_Matches(string pattern, string host, bool expected)
    {
        using var span = Some.Source.StartActivity("client")!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://" + host + "/");

        new HttpPropagator(new CompositePropagator(), [pattern], []).Inject(span, request, Add);

        Assert.AreEqual(expected, request.Headers.Contains("traceparent"));
    }

    [TestMethod]
    public void Inject_HeadersAreThereAlready_AreReplaced()
    {
        using var span = Some.Source.StartActivity("client")!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://shop/");
        foreach (var name in new[] { "Traceparent", "tracestate", "X-Datadog-Trace-Id" }) request.Headers.TryAddWithoutValidation(name, ["old", "older"]);

        _propagator.Inject(span, request, Add);

        foreach (var header in request.Headers) Assert.AreEqual(1, header.Value.Count(), header.Key);
        StringAssert.Contains(request.Headers.GetValues("traceparent").Single(), span.SpanId.ToHexString());
    }

    [TestMethod]
    public void Inject_NoActivityOrSetter_DoesNothing()
    {
        using var request = new HttpRequestMessage();
        using var span = Some.Source.StartActivity("client")!;

        _propagator.Inject(null, request, Add);
        _propagator.Inject(span, request, null);

        Assert.AreEqual(0, request.Headers.Count());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Inject_Suppressed_WritesNothing(bool suppressed)
    {
        var propagator = new HttpPropagator(new CompositePropagator()) { IsSuppressed = () => suppressed };
        using var span = Some.Source.StartActivity("client")!;
        Baggage.SetBaggage("k", "v");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://shop/");

        propagator.Inject(span, request, Add);

        Assert.AreEqual(!suppressed, request.Headers.Any());
    }

    [TestMethod]
    public void Inject_SetterThrows_IsSaidAndGoesNoFurther()
    {
        using var span = Some.Source.StartActivity("client")!;
        using var log = new SelfLog();

        _propagator.Inject(span, null, (_, _, _) => throw new InvalidOperationException("full"));

        SelfLog.Require();
        Assert.AreEqual(1, log.Count("Failure"));
        ForgetFailures();
    }

    [TestMethod]
    public void ExtractTraceIdAndState_Headers_GivesW3CStrings()
    {
        var carrier = new NameValueCollection { ["UBER-TRACE-ID"] = $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:3" };

        _propagator.ExtractTraceIdAndState(carrier, Get, out var traceId, out var state);

        Assert.AreEqual(Some.TraceParent() + " dd=s:2,sg=j", traceId + " " + state);
    }

    [TestMethod]
    public void ExtractTraceIdAndState_DroppedTrace_SaysSo()
    {
        _propagator.ExtractTraceIdAndState(new NameValueCollection { ["traceparent"] = Some.TraceParent(false) }, Get, out var traceId, out _);

        Assert.AreEqual(Some.TraceParent(false), traceId);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("0")]
    public void ExtractTraceIdAndState_TraceWithoutASpan_GoesOnBelowNoParent(string? parent)
    {
        var carrier = new NameValueCollection { ["x-datadog-trace-id"] = "7", ["x-datadog-sampling-priority"] = "2", ["x-datadog-origin"] = "rum" };
        if (parent is not null) carrier["x-datadog-parent-id"] = parent;

        _propagator.ExtractTraceIdAndState(carrier, Get, out var traceId, out var state);

        Assert.AreEqual("00-00000000000000000000000000000007-5365677565004e50-01 dd=s:2;o:rum", traceId + " " + state);
        Assert.AreEqual("5365677565004e50", HttpPropagator.NoParent.ToHexString());
        var written = new PrefixCarrier();
        new DatadogPropagator().Inject(new(ActivityContext.Parse(traceId!, state), default), written, PrefixCarrier.Set);
        Assert.AreEqual("0", written.Single(entry => entry.Key == "x-datadog-parent-id").Value);
    }

    [TestMethod]
    [DataRow("traceparent", "garbage")]
    [DataRow("b3", "0")]
    [DataRow("uber-trace-id", "")]
    public void ExtractTraceIdAndState_NothingUsable_GivesNull(string name, string value)
    {
        _propagator.ExtractTraceIdAndState(new NameValueCollection { [name] = value }, Get, out var traceId, out var state);

        Assert.IsNull(traceId ?? state);
    }

    [TestMethod]
    public void Extract_NoGetterOrCarrier_GivesNothing()
    {
        _propagator.ExtractTraceIdAndState(new NameValueCollection(), null, out var traceId, out _);
        Assert.IsNull(traceId);
        Assert.IsNull(_propagator.ExtractBaggage(new NameValueCollection(), null));
        _propagator.ExtractTraceIdAndState(null, (object? _, string _, out string? value, out IEnumerable<string>? values) => (value, values) = (null, null), out traceId, out _);
        Assert.IsNull(traceId);
    }

    [TestMethod]
    public void Extract_GetterThrows_IsSaidAndGivesNothing()
    {
        static void Throwing(object? carrier, string name, out string? value, out IEnumerable<string>? values) => throw new InvalidOperationException("gone");
        using var log = new SelfLog();

        _propagator.ExtractTraceIdAndState(new object(), Throwing, out var traceId, out _);

        Assert.IsNull(traceId);
        Assert.IsNull(_propagator.ExtractBaggage(new object(), Throwing));
        SelfLog.Require();
        Assert.AreEqual(2, log.Count("Failure"));
        ForgetFailures();
    }

    [TestMethod]
    public void ExtractBaggage_EveryFormat_IsReadWithoutCountingTheTraceAgain()
    {
        var carrier = new NameValueCollection { ["baggage"] = "a=1", ["UberCtx-B"] = "2", ["traceparent"] = Some.TraceParent(), ["uber-trace-id"] = SameTrace, ["b3"] = Conflict };
        _propagator.ExtractTraceIdAndState(carrier, Get, out _, out _);

        var items = _propagator.ExtractBaggage(carrier, Get)!;

        Assert.AreEqual("a=1 b=2", string.Join(" ", items.OrderBy(item => item.Key).Select(item => item.Key + "=" + item.Value)));
        Assert.AreEqual(1, Counters["segue.misuse/context_conflict"]);
        Assert.IsNull(_propagator.ExtractBaggage(new NameValueCollection(), Get));
    }

    [TestMethod]
    public void ExtractBaggage_RightAfterTheContext_AsksForNothingAgain()
    {
        var asked = 0;
        var carrier = new NameValueCollection { ["baggage"] = "a=1", ["uberctx-b"] = "2", ["traceparent"] = Some.TraceParent(), ["uber-trace-id"] = SameTrace };
        void Counting(object? headers, string name, out string? value, out IEnumerable<string>? values)
        {
            asked++;
            Get(headers, name, out value, out values);
        }

        _propagator.ExtractTraceIdAndState(carrier, Counting, out _, out _);
        var before = asked;
        Assert.AreEqual(2, _propagator.ExtractBaggage(carrier, Counting)!.Count());
        Assert.AreEqual(before, asked);

        carrier["baggage"] = "a=2";
        Assert.AreEqual("2", _propagator.ExtractBaggage(carrier, Counting)!.Single(item => item.Key == "a").Value, "given once");
        _propagator.ExtractTraceIdAndState(carrier, Counting, out _, out _);
        Assert.AreEqual("x=y", string.Join(" ", _propagator.ExtractBaggage(new NameValueCollection { ["baggage"] = "x=y" }, Counting)!.Select(item => item.Key + "=" + item.Value)), "another carrier's");
    }

    [TestMethod]
    public void ExtractBaggage_OneReadInsteadOfTwo_AllocatesTheListAlone()
    {
        var carrier = new NameValueCollection { ["traceparent"] = Some.TraceParent() };
        var allocated = long.MaxValue;
        for (var i = 0; i < 50; i++)
        {
            _propagator.ExtractTraceIdAndState(carrier, Get, out _, out _);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _propagator.ExtractBaggage(carrier, Get);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.AreEqual(0, allocated);
    }

    [TestMethod]
    [DataRow("uberctx-k", "v")]
    [DataRow("OT-Baggage-K", "v")]
    public void ExtractBaggage_NoTraceHeader_IsRead(string name, string value)
    {
        var carrier = new NameValueCollection { ["accept"] = "*/*", [name] = value };
        _propagator.ExtractTraceIdAndState(carrier, Get, out var traceId, out _);

        var items = _propagator.ExtractBaggage(carrier, Get)!;

        Assert.AreEqual("k=v", string.Join(" ", items.Select(item => item.Key + "=" + item.Value)));
        Assert.IsNull(traceId);
    }

    [TestMethod]
    public void Extract_ManyOtherHeaders_ListsThemOnce()
    {
        var listed = 0;
        IEnumerable<KeyValuePair<string, string?>> Listing()
        {
            listed++;
            yield return new("accept", "*/*");
            yield return new("uberctx-a", "1");
            yield return new("ot-baggage-b", "2");
        }

        _propagator.ExtractTraceIdAndState(Listing(), static (object? _, string _, out string? value, out IEnumerable<string>? values) => (value, values) = (null, null), out _, out _);

        Assert.AreEqual(1, listed);
    }

    [TestMethod]
    public void ExtractBaggage_Ignore_GivesNothing()
    {
        var propagator = new HttpPropagator(new CompositePropagator(CompositePropagator.DefaultExtract, [], ExtractBehavior.Ignore));

        Assert.IsNull(propagator.ExtractBaggage(new NameValueCollection { ["baggage"] = "a=1", ["uberctx-b"] = "2" }, Get));
    }

    [TestMethod]
    public void Ctor_Null_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new HttpPropagator(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => new HttpPropagator(new CompositePropagator(), null!, []));
        Assert.ThrowsExactly<ArgumentNullException>(() => new HttpPropagator(new CompositePropagator(), [], null!));
        CollectionAssert.IsSubsetOf(new[] { "traceparent", "baggage", "uber-trace-id" }, _propagator.Fields.ToArray());
    }

    private static void Add(object? carrier, string name, string value) => ((HttpRequestMessage)carrier!).Headers.TryAddWithoutValidation(name, value);

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        value = ((NameValueCollection)carrier!)[name];
        values = null;
    }
}
