using System.Diagnostics;
using OpenTracing.Tag;
using OtTags = OpenTracing.Tag.Tags;

namespace Segue.Shim.Tests;

[TestClass]
public class ShimSpanTests : ShimTestBase
{
    [TestMethod]
    [DataRow("true", ActivityStatusCode.Error)]
    [DataRow("tRuE", ActivityStatusCode.Error)]
    [DataRow("FALSE", ActivityStatusCode.Ok)]
    public void SetTag_ErrorText_SetsStatusAndNoAttribute(string value, ActivityStatusCode status)
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag("error", value);

        Assert.AreEqual(status, Spans.Started.Single().Status);
        Assert.IsEmpty(Spans.Started.Single().TagObjects);
        span.Finish();
    }

    [TestMethod]
    [DataRow(true, ActivityStatusCode.Error)]
    [DataRow(false, ActivityStatusCode.Ok)]
    public void SetTag_ErrorBool_SetsStatusAndNoAttribute(bool value, ActivityStatusCode status)
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag(OtTags.Error, value);

        Assert.AreEqual(status, Spans.Started.Single().Status);
        Assert.IsEmpty(Spans.Started.Single().TagObjects);
        span.Finish();
    }

    [TestMethod]
    public void Finish_ErrorNeverSet_StatusIsUnset()
    {
        Tracer.BuildSpan("a").Start().Finish();

        Assert.AreEqual(ActivityStatusCode.Unset, Spans.Single("a").Status);
    }

    [TestMethod]
    public void SetTag_EveryType_IsKept()
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag("s", "x").SetTag("b", true).SetTag("i", 7).SetTag("d", 1.5).SetTag(OtTags.PeerHostIpv4, "080").SetTag(OtTags.PeerPort, 80).SetTag(OtTags.Component, "c");
        span.Finish();

        CollectionAssert.AreEquivalent(
            new Dictionary<string, object?> { ["s"] = "x", ["b"] = true, ["i"] = 7, ["d"] = 1.5, ["peer.ipv4"] = "080", ["peer.port"] = 80, ["component"] = "c" },
            Spans.Single("a").TagObjects.ToDictionary());
    }

    [TestMethod]
    public void SetTag_SpanKindLate_StaysATag()
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag(OtTags.SpanKind, OtTags.SpanKindServer);

        Assert.AreEqual("server", Tag(Spans.Started.Single(), "span.kind"));
        span.Finish();
    }

    [TestMethod]
    public void SetTag_SamplingPriorityLate_ChangesFlagsAndTraceState()
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag(OtTags.SamplingPriority, 0);

        Assert.IsFalse(Spans.Started.Single().Recorded);
        Assert.AreEqual("dd=s:-1", Spans.Started.Single().TraceStateString);
        span.Finish();
    }

    [TestMethod]
    public void SetTag_ManualDrop_DecidesAndIsNoTag()
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag("manual.drop", true);

        Assert.AreEqual("dd=s:-1", Spans.Started.Single().TraceStateString);
        Assert.IsEmpty(Spans.Started.Single().TagObjects);
        span.Finish();
    }

    [TestMethod]
    public void Writes_AfterFinish_ChangeNothingAndAreCounted()
    {
        var span = Tracer.BuildSpan("a").Start();
        span.Finish();
        var duration = Spans.Single("a").Duration;

        span.SetTag("k", "v").SetTag("i", 1).SetTag("b", true).Log("late").SetOperationName("late").SetBaggageItem("k", "v");
        span.Finish(DateTimeOffset.UtcNow.AddHours(1));

        var activity = Spans.Finished.Single();
        Assert.AreEqual("a", activity.DisplayName);
        Assert.IsEmpty(activity.TagObjects);
        Assert.IsEmpty(activity.Events);
        Assert.AreEqual(duration, activity.Duration);
        Assert.IsNull(span.GetBaggageItem("k"));
        Assert.AreEqual(6, Counters["segue.misuse/write_after_finish"]);
        Assert.AreEqual(1, Counters["segue.misuse/finish_twice"]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-10)]
    public void Finish_AtOrBeforeStart_GivesOneTick(int ticks)
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        Tracer.BuildSpan("a").WithStartTimestamp(start).Start().Finish(start.AddTicks(ticks));

        Assert.AreEqual(1, Spans.Single("a").Duration.Ticks);
    }

    [TestMethod]
    public void SetOperationName_Null_IsIgnored()
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetOperationName(null).SetOperationName("b").Finish();

        Assert.AreEqual("b", Spans.Finished.Single().DisplayName);
    }

    [TestMethod]
    public void NullArguments_Everywhere_NeverThrow()
    {
        var span = Tracer.BuildSpan("a").Start();

        span.SetTag((string)null!, "v").SetTag((BooleanTag)null!, true).SetTag((IntTag)null!, 1).SetTag((StringTag)null!, "v").SetTag((IntOrStringTag)null!, "v");
        span.SetTag("k", null).Log((string)null!).Log((IEnumerable<KeyValuePair<string, object>>)null!).SetBaggageItem(null, "v");

        Assert.IsNull(span.GetBaggageItem(null));
        Assert.AreEqual("log", Spans.Started.Single().Events.Single().Name);
        span.Finish();
    }

    [TestMethod]
    public void Finish_OnManyThreads_FinishesOnce()
    {
        var span = Tracer.BuildSpan("a").Start();

        Parallel.For(0, 16, _ => span.Finish());

        Assert.HasCount(1, Spans.Finished);
    }

    [TestMethod]
    public void Context_Ids_AreHexOfFixedWidth()
    {
        var span = Tracer.BuildSpan("a").Start();

        Assert.MatchesRegex("^[0-9a-f]{32}$", span.Context.TraceId);
        Assert.MatchesRegex("^[0-9a-f]{16}$", span.Context.SpanId);
        span.Finish();
        Assert.AreEqual(Spans.Single("a").TraceId.ToHexString(), span.Context.TraceId);
    }

    [TestMethod]
    public void ToString_NamesOperationAndIds()
    {
        var span = Tracer.BuildSpan("a").Start();

        Assert.AreEqual("a " + span.Context.TraceId + "-" + span.Context.SpanId, span.ToString());
        span.Finish();
    }

    [TestMethod]
    public void Stop_ByNativeCode_IsSeenAsFinished()
    {
        var span = Tracer.BuildSpan("a").StartActive().Span;
        Activity.Current!.Stop();

        span.SetTag("k", "v");

        Assert.IsEmpty(Spans.Single("a").TagObjects);
    }
}
