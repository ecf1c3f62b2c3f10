using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Core.Tests.Api;

[TestClass]
public class SpanTests : CoreTestBase
{
    [TestMethod]
    public void Properties_Set_ReadBackAndAreOnTheActivity()
    {
        var span = Tracer.StartSpan("a");

        span.OperationName = "web.request";
        span.ResourceName = "GET /cart";
        span.ServiceName = "cart";
        span.Type = SpanTypes.Web;
        span.Error = true;

        var activity = Spans.Started.Single();
        Assert.AreEqual("web.request", activity.DisplayName);
        Assert.AreEqual("GET /cart", activity.GetTagItem("resource.name"));
        Assert.AreEqual("cart", span.ServiceName);
        Assert.AreEqual("web", span.Type);
        Assert.IsTrue(span.Error);
        span.Error = false;
        Assert.IsFalse(span.Error);
        span.Finish();
    }

    [TestMethod]
    public void ResourceName_NotSet_IsTheOperationName()
    {
        using var span = Tracer.StartSpan("a");

        Assert.AreEqual("a", span.ResourceName);
    }

    [TestMethod]
    public void SetTag_TextNumberAndNull_AreKeptAndRemoved()
    {
        using var span = Tracer.StartSpan("a");

        span.SetTag("s", "x").SetTag("n", 1.5).SetTag("gone", "x").SetTag("gone", (string?)null);

        Assert.AreEqual("x", span.GetTag("s"));
        Assert.AreEqual("1.5", span.GetTag("n"));
        Assert.AreEqual(1.5, Spans.Started.Single().GetTagItem("n"));
        Assert.IsNull(span.GetTag("gone"));
        Assert.IsNull(span.GetTag(null!));
    }

    [TestMethod]
    public void SetException_Aggregate_DescribesTheFirstInner()
    {
        var inner = new InvalidOperationException("boom");
        using var span = Tracer.StartSpan("a");

        span.SetException(new AggregateException(inner, new NotSupportedException()));

        Assert.IsTrue(span.Error);
        Assert.AreEqual("boom", span.GetTag("error.msg"));
        Assert.AreEqual("System.InvalidOperationException", span.GetTag("error.type"));
        Assert.AreEqual(inner.ToString(), span.GetTag("error.stack"));
        Assert.AreEqual("exception", Spans.Started.Single().Events.Single().Name);
    }

    [TestMethod]
    public void Finish_Twice_IsCountedAndChangesNothing()
    {
        var span = Tracer.StartSpan("a");
        span.Finish();
        var duration = Spans.Single("a").Duration;

        span.Finish(DateTimeOffset.UtcNow.AddHours(1));
        span.SetTag("k", "v");

        Assert.AreEqual(duration, Spans.Finished.Single().Duration);
        Assert.IsEmpty(Spans.Finished.Single().TagObjects);
        Assert.AreEqual(1, Counters["segue.misuse/finish_twice"]);
        Assert.AreEqual(1, Counters["segue.misuse/write_after_finish"]);
    }

    [TestMethod]
    [DataRow("manual.keep", "true", "dd=s:2", true)]
    [DataRow("manual.drop", "1", "dd=s:-1", false)]
    [DataRow("sampling.priority", "2", "dd=s:2", true)]
    [DataRow("sampling.priority", "0", "dd=s:-1", false)]
    public void SetTag_Decision_ChangesTheTrace(string key, string value, string state, bool recorded)
    {
        using var outer = Tracer.StartActive("outer");
        using var span = Tracer.StartSpan("a");

        span.SetTag(key, value);

        foreach (var activity in Spans.Started)
        {
            Assert.AreEqual(state, activity.TraceStateString);
            Assert.AreEqual(recorded, activity.Recorded);
        }
    }

    [TestMethod]
    public void SetTraceSamplingPriority_ThenInject_CarriesIt()
    {
        using var scope = Tracer.StartActive("a");
        scope.Span.SetTraceSamplingPriority(SamplingPriority.AutoReject);
        var headers = new Dictionary<string, string>();

        new SpanContextInjector().Inject(headers, (h, k, v) => h[k] = v, scope.Span.Context);

        Assert.StartsWith("dd=s:0;p:", headers["tracestate"]);
        Assert.EndsWith("-00", headers["traceparent"]);
    }

    [TestMethod]
    public void SetUser_AllFields_AreTags()
    {
        using var span = Tracer.StartSpan("a");

        span.SetUser(new UserDetails("7") { Email = "e", Name = "n", SessionId = "s", Role = "r", Scope = "c" });

        CollectionAssert.AreEquivalent(
            new Dictionary<string, object?> { ["usr.id"] = "7", ["usr.email"] = "e", ["usr.name"] = "n", ["usr.session_id"] = "s", ["usr.role"] = "r", ["usr.scope"] = "c" },
            Spans.Started.Single().TagObjects.ToDictionary());
    }

    [TestMethod]
    public void UserDetails_NoId_ThrowsAtOnce() => Assert.ThrowsExactly<ArgumentException>(() => new UserDetails(""));

    [TestMethod]
    public void NullArguments_Everywhere_NeverThrow()
    {
        using var span = Tracer.StartSpan("a");

        span.SetTag(null!, "v").SetTag(null!, 1.0);
        span.SetException(null!);
        span.SetUser(null!);
        span.OperationName = null;

        Assert.AreEqual("a", span.OperationName);
        Assert.AreEqual(2, Counters["segue.misuse/tag_key_null"]);
    }

    [TestMethod]
    public void Ids_OfASpan_AreThoseOfTheActivity()
    {
        using var span = Tracer.StartSpan("a");

        var activity = Spans.Started.Single();
        Assert.AreEqual(Convert.ToUInt64(activity.TraceId.ToHexString()[16..], 16), span.TraceId);
        Assert.AreEqual(Convert.ToUInt64(activity.SpanId.ToHexString(), 16), span.SpanId);
        Assert.AreEqual(span.SpanId, span.Context.SpanId);
    }

    [TestMethod]
    public void Context_OfSpanWithService_NamesIt()
    {
        using var span = Tracer.StartSpan("a");
        span.ServiceName = "cart";

        Assert.AreEqual("cart", span.Context.ServiceName);
        Assert.AreEqual(ActivityStatusCode.Unset, Spans.Started.Single().Status);
    }

    [TestMethod]
    public void Finish_AtGivenTime_OfAForeignActivity_EndsIt()
    {
        using var native = Some.Source.StartActivity("other")!;

        Tracer.ActiveScope!.Span.Finish();

        Assert.IsTrue(native.IsStopped);
        Assert.IsNull(Activity.Current);
    }
}
