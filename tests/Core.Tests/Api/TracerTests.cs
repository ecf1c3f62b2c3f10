using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Core.Tests.Api;

[TestClass]
public class TracerTests : CoreTestBase
{
    [TestMethod]
    public void StartActive_InFlow_IsActiveByIdentityUntilClosed()
    {
        var scope = Tracer.StartActive("web.request");
        Assert.AreSame(scope, Tracer.ActiveScope);

        scope.Close();

        Assert.IsNull(Tracer.ActiveScope);
        Assert.IsNull(Activity.Current);
        Assert.AreEqual("web.request", Spans.Finished.Single().DisplayName);
        Assert.AreEqual("Segue", Spans.Finished.Single().Source.Name);
    }

    [TestMethod]
    public void StartActive_FinishOnCloseFalse_LeavesTheSpanRunning()
    {
        var scope = Tracer.StartActive("a", new SpanCreationSettings { FinishOnClose = false });

        scope.Dispose();

        Assert.IsEmpty(Spans.Finished);
        scope.Span.Finish();
        Assert.HasCount(1, Spans.Finished);
    }

    [TestMethod]
    public void StartSpan_NonActive_LeavesCurrentAlone()
    {
        using var outer = Tracer.StartActive("outer");
        var before = Activity.Current;

        var span = Tracer.StartSpan("a");
        Assert.AreSame(before, Activity.Current);
        span.Finish();

        Assert.AreSame(before, Activity.Current);
        Assert.AreEqual(outer.Span.SpanId, Convert.ToUInt64(Spans.Single("a").ParentSpanId.ToHexString(), 16));
    }

    [TestMethod]
    public void StartSpan_ParentNone_IsARoot()
    {
        using var outer = Tracer.StartActive("outer");

        using (Tracer.StartActive("a", new SpanCreationSettings { Parent = SpanContext.None }))
        {
        }

        Assert.AreEqual(default, Spans.Single("a").ParentSpanId);
        Assert.AreSame(outer, Tracer.ActiveScope);
    }

    [TestMethod]
    public void StartSpan_ParentByNumbers_IsRemoteChildWithItsPriority()
    {
        var parent = new SpanContext(123456789UL, 55UL, SamplingPriority.UserKeep, "other");

        using (Tracer.StartSpan("a", new SpanCreationSettings { Parent = parent }))
        {
        }

        var span = Spans.Single("a");
        Assert.AreEqual("000000000000000000000000075bcd15", span.TraceId.ToHexString());
        Assert.AreEqual("0000000000000037", span.ParentSpanId.ToHexString());
        Assert.AreEqual("dd=s:2", span.TraceStateString);
        Assert.IsTrue(span.HasRemoteParent);
    }

    [TestMethod]
    public void StartSpan_AllSettings_AreUsed()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(7);
        var link = new ActivityLink(Some.Context());

        var span = Tracer.StartSpan("a", new SpanCreationSettings { StartTime = start, Kind = ActivityKind.Client, Links = [link] });
        span.Finish(start.AddTicks(9));

        var activity = Spans.Single("a");
        Assert.AreEqual(start.UtcDateTime, activity.StartTimeUtc);
        Assert.AreEqual(9, activity.Duration.Ticks);
        Assert.AreEqual(ActivityKind.Client, activity.Kind);
        Assert.AreEqual(link, activity.Links.Single());
    }

    [TestMethod]
    public void StartSpan_NullName_IsAnEmptyName()
    {
        Tracer.StartSpan(null!).Finish();

        Assert.AreEqual("", Spans.Finished.Single().DisplayName);
    }

    [TestMethod]
    public void ActiveScope_OverForeignActivity_WritesToItAndNeverStopsIt()
    {
        using var native = Some.Source.StartActivity("other")!;

        Tracer.ActiveScope!.Span.SetTag("k", "v");
        Tracer.ActiveScope!.Close();

        Assert.AreEqual("v", native.GetTagItem("k"));
        Assert.IsFalse(native.IsStopped);
        Assert.AreSame(native, Activity.Current);
    }

    [TestMethod]
    public void StartActive_NoListener_FlowsItsParentsIdentity()
    {
        Spans.Dispose();
        var parent = new SpanContext(123456789UL, 55UL);

        using var scope = Tracer.StartActive("a", new SpanCreationSettings { Parent = parent });
        using var inner = Tracer.StartActive("b");

        Assert.AreSame(inner, Tracer.ActiveScope);
        Assert.AreEqual(123456789UL, inner.Span.TraceId);
        Assert.AreEqual(55UL, inner.Span.SpanId);
        Assert.AreEqual("b", inner.Span.OperationName);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public void StartActive_HierarchicalActivityCurrent_StartsARootWithW3CIds()
    {
        var old = new Activity("old");
        old.SetIdFormat(ActivityIdFormat.Hierarchical).Start();

        using (Tracer.StartActive("a"))
        {
        }

        Assert.AreEqual(ActivityIdFormat.W3C, Spans.Single("a").IdFormat);
        Assert.AreNotEqual(default, Spans.Single("a").TraceId);
        Assert.AreSame(old, Activity.Current);
        old.Stop();
    }
}
