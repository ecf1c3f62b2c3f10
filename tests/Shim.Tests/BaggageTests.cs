using OpenTelemetry;
using OpenTracing.Propagation;
using Segue.TestKit;

namespace Segue.Shim.Tests;

[TestClass]
public class BaggageTests : ShimTestBase
{
    [TestMethod]
    public void SetBaggageItem_CapturedContext_DoesNotChange()
    {
        var span = Tracer.BuildSpan("a").Start();
        var before = span.Context;

        span.SetBaggageItem("k", "v");

        Assert.IsEmpty(before.GetBaggageItems());
        Assert.AreEqual("v", span.Context.GetBaggageItems().Single().Value);
        Assert.AreEqual("v", span.GetBaggageItem("k"));
    }

    [TestMethod]
    public void SetBaggageItem_OnParent_ReachesOnlyLaterChildren()
    {
        var parent = Tracer.BuildSpan("parent").Start();
        var early = Tracer.BuildSpan("early").AsChildOf(parent).Start();

        parent.SetBaggageItem("k", "v");
        var late = Tracer.BuildSpan("late").AsChildOf(parent).Start();

        Assert.IsNull(early.GetBaggageItem("k"));
        Assert.AreEqual("v", late.GetBaggageItem("k"));
        Assert.IsNull(Tracer.BuildSpan("sibling").Start().GetBaggageItem("k"));
    }

    [TestMethod]
    public void Start_TwoReferences_HasTheUnionOfTheirBaggage()
    {
        var first = Tracer.BuildSpan("first").Start().SetBaggageItem("a", "1");
        var second = Tracer.BuildSpan("second").Start().SetBaggageItem("b", "2");

        var child = Tracer.BuildSpan("child").AsChildOf(first).AddReference("follows_from", second.Context).Start();

        Assert.AreEqual("1", child.GetBaggageItem("a"));
        Assert.AreEqual("2", child.GetBaggageItem("b"));
    }

    [TestMethod]
    public void Activate_SpanWithBaggage_IsAmbientUntilDisposed()
    {
        Baggage.SetBaggage("outer", "o");
        var span = Tracer.BuildSpan("a").Start().SetBaggageItem("k", "v");

        using (Tracer.ScopeManager.Activate(span, true))
        {
            Assert.AreEqual("v", Baggage.GetBaggage("k"));
            Assert.AreEqual("o", Baggage.GetBaggage("outer"));
        }

        Assert.IsNull(Baggage.GetBaggage("k"));
        Assert.AreEqual("o", Baggage.GetBaggage("outer"));
    }

    [TestMethod]
    public void SetBaggageItem_OnActiveSpan_ShowsInAmbientAtOnceAndGoesWithTheScope()
    {
        using (var scope = Tracer.BuildSpan("a").StartActive())
        {
            scope.Span.SetBaggageItem("k", "v");
            Assert.AreEqual("v", Baggage.GetBaggage("k"));
        }

        Assert.IsNull(Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public void Start_BaggageChangedByOpenTelemetryCode_IsInherited()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();
        scope.Span.SetBaggageItem("k", "1").SetBaggageItem("gone", "x");
        Baggage.SetBaggage("k", "2");
        Baggage.SetBaggage("new", "3");
        Baggage.RemoveBaggage("gone");

        var child = Tracer.BuildSpan("child").Start();

        Assert.AreEqual("2", child.GetBaggageItem("k"));
        Assert.AreEqual("3", child.GetBaggageItem("new"));
        Assert.IsNull(child.GetBaggageItem("gone"));
    }

    [TestMethod]
    public void Start_ActivityWithBaggage_IsInherited()
    {
        using var server = Some.Source.StartActivity("server")!;
        server.SetBaggage("tenant", "7");

        var span = Tracer.BuildSpan("a").Start();

        Assert.AreEqual("7", span.GetBaggageItem("tenant"));
    }

    [TestMethod]
    public void SetBaggageItem_OverForeignActivity_ReachesLaterSpansOfThatActivity()
    {
        using var server = Some.Source.StartActivity("server")!;

        Tracer.ActiveSpan.SetBaggageItem("k", "v");

        Assert.AreEqual("v", Tracer.ActiveSpan.GetBaggageItem("k"));
        Assert.AreEqual("v", Tracer.BuildSpan("a").Start().GetBaggageItem("k"));
    }

    [TestMethod]
    public void SetBaggageItem_OverForeignActivity_EndsWithThatActivity()
    {
        using (Some.Source.StartActivity("message 1")) Tracer.ActiveSpan.SetBaggageItem("user", "alice");
        using var next = Some.Source.StartActivity("message 2");

        Assert.IsNull(Tracer.BuildSpan("a").Start().GetBaggageItem("user"));
        Assert.IsNull(Baggage.GetBaggage("user"));
    }

    [TestMethod]
    public void SetBaggageItem_OverNativeScope_ShowsAndEndsWithTheScope()
    {
        using (Segue.Tracer.Instance.StartActive("native"))
        {
            Tracer.ActiveSpan.SetBaggageItem("user", "alice");
            Assert.AreEqual("alice", Baggage.GetBaggage("user"));
            Assert.AreEqual("alice", Tracer.BuildSpan("a").Start().GetBaggageItem("user"));
        }

        Assert.IsNull(Baggage.GetBaggage("user"));
    }

    [TestMethod]
    public async Task ActivateInForks_WithDifferentBaggage_NeverSeeEachOther()
    {
        Baggage.SetBaggage("shared", "s");
        var meet = new Barrier(2);

        async Task<string?> Flow(string value)
        {
            await Task.Yield();
            using var scope = Tracer.BuildSpan("fork").StartActive();
            scope.Span.SetBaggageItem("k", value);
            await Task.Run(() => meet.SignalAndWait(TimeSpan.FromSeconds(30)));
            return Baggage.GetBaggage("k") + scope.Span.GetBaggageItem("k") + Baggage.GetBaggage("shared");
        }

        var results = await Task.WhenAll(Flow("1"), Flow("2"));

        CollectionAssert.AreEqual(new[] { "11s", "22s" }, results);
        Assert.IsNull(Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public void SetBaggageItem_FromManyThreads_LosesNothing()
    {
        var span = Tracer.BuildSpan("a").Start();

        Parallel.For(0, 200, i => span.SetBaggageItem("k" + i, "v"));

        Assert.AreEqual(200, span.Context.GetBaggageItems().Count());
    }

    [TestMethod]
    public void Extract_BaggageAlone_IsCarriedOn()
    {
        var context = Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(new Dictionary<string, string> { ["Baggage"] = "k=v" }));

        var span = Tracer.BuildSpan("a").AsChildOf(context).Start();
        var headers = new Dictionary<string, string>();
        Tracer.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));

        Assert.AreEqual("v", span.GetBaggageItem("k"));
        Assert.AreEqual("k=v", headers["baggage"]);
        span.Finish();
        Assert.AreEqual(default, Spans.Single("a").ParentSpanId);
    }

    [TestMethod]
    public void SetBaggageItem_NullValue_RemovesIt()
    {
        var span = Tracer.BuildSpan("a").Start().SetBaggageItem("k", "v");

        span.SetBaggageItem("k", null);

        Assert.IsNull(span.GetBaggageItem("k"));
    }

    [TestMethod]
    public void Slot_OfOpenTelemetryBaggage_HasTheNameThatIsReliedOn()
    {
        Baggage.SetBaggage("k", "v");

        var holder = OpenTelemetry.Context.RuntimeContext.GetValue("otel.baggage");

        Assert.IsNotNull(holder);
        OpenTelemetry.Context.RuntimeContext.SetValue("otel.baggage", null);
        Assert.IsNull(Baggage.GetBaggage("k"));
    }
}
