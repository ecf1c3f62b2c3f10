using System.Diagnostics;
using OpenTracing;
using OpenTracing.Tag;
using Segue.TestKit;
using OtTags = OpenTracing.Tag.Tags;

namespace Segue.Shim.Tests;

[TestClass]
public class ShimSpanBuilderTests : ShimTestBase
{
    [TestMethod]
    public void Start_NativeActivityCurrent_IsItsChild()
    {
        using var native = Some.Source.StartActivity("native")!;

        Tracer.BuildSpan("a").Start().Finish();

        Assert.AreSame(native, Spans.Single("a").Parent);
    }

    [TestMethod]
    public void Start_IgnoreActiveSpan_IsARootAndCurrentStays()
    {
        using var native = Some.Source.StartActivity("native")!;

        using (Tracer.BuildSpan("a").IgnoreActiveSpan().StartActive())
        {
        }

        Assert.AreEqual(default, Spans.Single("a").ParentSpanId);
        Assert.AreNotEqual(native.TraceId, Spans.Single("a").TraceId);
        Assert.AreSame(native, Activity.Current);
    }

    [TestMethod]
    public void Start_FollowsFromBeforeChildOf_ParentIsTheFirstChildOf()
    {
        var first = Tracer.BuildSpan("first").Start();
        var second = Tracer.BuildSpan("second").Start();

        Tracer.BuildSpan("a").AddReference(References.FollowsFrom, first.Context).AsChildOf(second).Start().Finish();

        var span = Spans.Single("a");
        Assert.AreEqual(Id(second), span.ParentSpanId.ToHexString());
        Assert.AreEqual(Id(first), span.Links.Single().Context.SpanId.ToHexString());
        Assert.AreEqual("follows_from", span.Links.Single().Tags!.Single().Value);
    }

    [TestMethod]
    public void Start_OnlyFollowsFrom_IsParentAndLink()
    {
        var first = Tracer.BuildSpan("first").Start();

        Tracer.BuildSpan("a").AddReference(References.FollowsFrom, first.Context).Start().Finish();

        var span = Spans.Single("a");
        Assert.AreEqual(Id(first), span.ParentSpanId.ToHexString());
        Assert.AreEqual("follows_from", span.Links.Single().Tags!.Single(tag => tag.Key == "opentracing.ref_type").Value);
    }

    [TestMethod]
    [DataRow(false, 0)]
    [DataRow(true, 1)]
    public void Start_ChildOfParent_IsLinkedOnlyWhenAllReferencesAre(bool linkAll, int links)
    {
        var tracer = new OpenTracingShim(new ShimOptions { LinkAllReferences = linkAll });
        var parent = tracer.BuildSpan("parent").Start();

        tracer.BuildSpan("a").AsChildOf(parent).Start().Finish();

        Assert.HasCount(links, Spans.Single("a").Links.ToList());
    }

    [TestMethod]
    public void AsChildOf_Null_IsIgnored()
    {
        using var native = Some.Source.StartActivity("native")!;

        Tracer.BuildSpan("a").AsChildOf((OpenTracing.ISpan)null!).AsChildOf((OpenTracing.ISpanContext)null!).AddReference(null, null).Start().Finish();

        Assert.AreEqual(native.SpanId, Spans.Single("a").ParentSpanId);
    }

    [TestMethod]
    public void AsChildOf_ForeignContextWithHexIds_IsAdopted()
    {
        var foreign = new ForeignContext(Some.TraceIdHex, Some.SpanIdHex, new() { ["k"] = "v" });

        var span = Tracer.BuildSpan("a").AsChildOf(foreign).Start();
        span.Finish();

        Assert.AreEqual(Some.SpanIdHex, Spans.Single("a").ParentSpanId.ToHexString());
        Assert.AreEqual("v", span.GetBaggageItem("k"));
    }

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("7", "8")]
    [DataRow("00000000000000000000000000000000", "00f067aa0ba902b7")]
    [DataRow("4bf92f3577b34da6a3ce929d0e0e473x", "00f067aa0ba902b7")]
    public void AsChildOf_ForeignContextWithoutReadableIds_IsIgnoredAndCounted(string? traceId, string? spanId)
    {
        Tracer.BuildSpan("a").AsChildOf(new ForeignContext(traceId, spanId, [])).Start().Finish();

        Assert.AreEqual(default, Spans.Single("a").ParentSpanId);
        Assert.AreEqual(1, Counters["segue.misuse/foreign_context_ignored"]);
    }

    [TestMethod]
    public void AsChildOf_NoopAndMockContexts_NeverThrow()
    {
        var noop = OpenTracing.Noop.NoopTracerFactory.Create().BuildSpan("n").Start();
        var mock = new OpenTracing.Mock.MockTracer().BuildSpan("m").Start();

        Tracer.BuildSpan("a").AsChildOf(noop).AsChildOf(mock).Start().Finish();

        Assert.AreEqual(default, Spans.Single("a").ParentSpanId);
    }

    [TestMethod]
    public void WithTag_EveryType_IsOnTheSpanFromTheStart()
    {
        Tracer.BuildSpan("a").WithTag("s", "x").WithTag("b", true).WithTag("i", 7).WithTag("d", 1.5)
            .WithTag(OtTags.PeerHostIpv4, "080").WithTag(OtTags.PeerPort, 80).WithTag(OtTags.Component, "c").WithTag(new BooleanTag("flag"), false).Start();

        var tags = Spans.Started.Single().TagObjects.ToDictionary();
        CollectionAssert.AreEquivalent(
            new Dictionary<string, object?> { ["s"] = "x", ["b"] = true, ["i"] = 7, ["d"] = 1.5, ["peer.ipv4"] = "080", ["peer.port"] = 80, ["component"] = "c", ["flag"] = false },
            tags);
    }

    [TestMethod]
    public void WithTag_SameKeyTwice_LastWins()
    {
        Tracer.BuildSpan("a").WithTag("k", "1").WithTag("k", 2).Start().Finish();

        Assert.AreEqual(2, Spans.Single("a").TagObjects.Single().Value);
    }

    [TestMethod]
    public void WithTag_NullKeyOrTag_IsIgnoredAndCounted()
    {
        Tracer.BuildSpan("a").WithTag((string)null!, "1").WithTag((StringTag)null!, "1").Start().Finish();

        Assert.IsEmpty(Spans.Single("a").TagObjects);
        Assert.AreEqual(2, Counters["segue.misuse/tag_key_null"]);
    }

    [TestMethod]
    [DataRow("server", ActivityKind.Server)]
    [DataRow("CLIENT", ActivityKind.Client)]
    [DataRow("Producer", ActivityKind.Producer)]
    [DataRow("consumer", ActivityKind.Consumer)]
    [DataRow("bogus", ActivityKind.Internal)]
    public void WithTag_SpanKind_SetsKindAndStaysATag(string value, ActivityKind kind)
    {
        Tracer.BuildSpan("a").WithTag(OtTags.SpanKind, value).Start().Finish();

        Assert.AreEqual(kind, Spans.Single("a").Kind);
        Assert.AreEqual(value, Tag(Spans.Single("a"), "span.kind"));
    }

    [TestMethod]
    [DataRow(true, ActivityStatusCode.Error)]
    [DataRow(false, ActivityStatusCode.Ok)]
    public void WithTag_ErrorBool_SetsStatusAndNoAttribute(bool error, ActivityStatusCode status)
    {
        Tracer.BuildSpan("a").WithTag(OtTags.Error, error).Start().Finish();

        Assert.AreEqual(status, Spans.Single("a").Status);
        Assert.IsEmpty(Spans.Single("a").TagObjects);
    }

    [TestMethod]
    [DataRow("true", ActivityStatusCode.Error)]
    [DataRow("TRUE", ActivityStatusCode.Error)]
    [DataRow("False", ActivityStatusCode.Ok)]
    public void WithTag_ErrorText_SetsStatusAndNoAttribute(string error, ActivityStatusCode status)
    {
        Tracer.BuildSpan("a").WithTag("error", error).Start().Finish();

        Assert.AreEqual(status, Spans.Single("a").Status);
        Assert.IsEmpty(Spans.Single("a").TagObjects);
    }

    [TestMethod]
    public void WithStartTimestamp_WithOffset_IsKeptToTheTick()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(7);

        Tracer.BuildSpan("a").WithStartTimestamp(start).Start().Finish(start.AddTicks(11));

        Assert.AreEqual(start.UtcDateTime, Spans.Single("a").StartTimeUtc);
        Assert.AreEqual(11, Spans.Single("a").Duration.Ticks);
    }

    [TestMethod]
    public void Start_Twice_MakesTwoSpans()
    {
        var builder = Tracer.BuildSpan("a").WithTag("k", "v");

        builder.Start().Finish();
        builder.Start().Finish();

        Assert.HasCount(2, Spans.Finished);
        Assert.AreNotEqual(Spans.Finished[0].SpanId, Spans.Finished[1].SpanId);
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(0, false)]
    public void WithTag_SamplingPriority_DecidesWhatIsInjected(int priority, bool sampled)
    {
        var span = Tracer.BuildSpan("a").WithTag(OtTags.SamplingPriority, priority).Start();

        Assert.AreEqual(sampled, Spans.Started.Single().Recorded);
        Assert.Contains(sampled ? "dd=s:2" : "dd=s:-1", Spans.Started.Single().TraceStateString!);
        span.Finish();
    }

    [TestMethod]
    public void BuildSpan_Null_IsAnEmptyName()
    {
        Tracer.BuildSpan(null).Start().Finish();

        Assert.AreEqual("", Spans.Finished.Single().DisplayName);
    }

    private sealed class ForeignContext(string? traceId, string? spanId, Dictionary<string, string> baggage) : OpenTracing.ISpanContext
    {
        public string TraceId => traceId!;

        public string SpanId => spanId!;

        public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => baggage;
    }
}
