using System.Diagnostics;
using OpenTelemetry;
using Segue.TestKit;

namespace Segue.Core.Tests.Api;

[TestClass]
public class SpanContextPropagationTests : CoreTestBase
{
    [TestMethod]
    public void Extract_W3C_IsParentWithStateAndBaggage()
    {
        var headers = new Dictionary<string, string> { ["traceparent"] = Some.TraceParent(), ["tracestate"] = "a=b", ["baggage"] = "k=v" };

        var context = Extract(headers)!;
        using (Tracer.StartActive("a", new SpanCreationSettings { Parent = context }))
        {
            Assert.AreEqual("v", Baggage.GetBaggage("k"));
        }

        Assert.AreEqual(Some.SpanIdHex, Spans.Single("a").ParentSpanId.ToHexString());
        Assert.AreEqual("a=b", Spans.Single("a").TraceStateString);
        Assert.IsNull(Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public void Extract_Nothing_IsNull() => Assert.IsNull(Extract([]));

    [TestMethod]
    public void Extract_NullValuesAndSequences_AreSkipped()
    {
        var context = new SpanContextExtractor().Extract("carrier", (_, key) => key == "traceparent" ? [null, Some.TraceParent()] : null!);

        Assert.AreEqual(Convert.ToUInt64(Some.SpanIdHex, 16), context!.SpanId);
    }

    [TestMethod]
    public void Inject_ActiveSpan_WritesItsIdentityAndBaggage()
    {
        Baggage.SetBaggage("k", "v");
        using var scope = Tracer.StartActive("a");
        var headers = new Dictionary<string, string>();

        new SpanContextInjector().Inject(headers, (h, k, v) => h[k] = v, scope.Span.Context);

        Assert.AreEqual(Activity.Current!.Id, headers["traceparent"]);
        Assert.AreEqual("k=v", headers["baggage"]);
    }

    [TestMethod]
    public void Inject_BaggageSetWhileTheSpanIsActive_IsWritten()
    {
        using var scope = Tracer.StartActive("a", new SpanCreationSettings { Parent = Extract(new Dictionary<string, string> { ["traceparent"] = Some.TraceParent(), ["baggage"] = "k=v" }) });
        Baggage.SetBaggage("late", "w");
        var headers = new Dictionary<string, string>();

        new SpanContextInjector().Inject(headers, (h, k, v) => h[k] = v, scope.Span.Context);

        Assert.AreEqual("k=v,late=w", string.Join(',', headers["baggage"].Split(',').Order()));
    }

    [TestMethod]
    public void Inject_BaggageSetWhileAnotherSpanIsActive_IsNotWritten()
    {
        using var scope = Tracer.StartActive("a");
        using var inner = Tracer.StartActive("b");
        Baggage.SetBaggage("late", "w");
        var headers = new Dictionary<string, string>();

        new SpanContextInjector().Inject(headers, (h, k, v) => h[k] = v, scope.Span.Context);

        Assert.DoesNotContain("baggage", headers.Keys);
    }

    [TestMethod]
    public void InjectAndExtract_NullArguments_AreIgnoredAndCounted()
    {
        new SpanContextInjector().Inject<object>(null!, null!, null!);
        new SpanContextExtractor().Extract<object>(null!, null!);

        Assert.AreEqual(1, Counters["segue.misuse/inject_null"]);
        Assert.AreEqual(1, Counters["segue.misuse/extract_null"]);
    }

    [TestMethod]
    public void Inject_None_WritesNothing()
    {
        var headers = new Dictionary<string, string>();

        new SpanContextInjector().Inject(headers, (h, k, v) => h[k] = v, SpanContext.None);

        Assert.IsEmpty(headers);
    }

    private static ISpanContext? Extract(Dictionary<string, string> headers) =>
        new SpanContextExtractor().Extract(headers, (h, key) => h.TryGetValue(key, out var value) ? [value] : []);
}
