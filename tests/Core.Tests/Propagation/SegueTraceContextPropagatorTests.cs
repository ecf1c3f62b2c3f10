using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class SegueTraceContextPropagatorTests : CoreTestBase
{
    private const string Ids = Some.TraceIdHex + "-" + Some.SpanIdHex;

    [TestMethod]
    [DataRow("00-" + Ids + "-01", true)]
    [DataRow("00-" + Ids + "-00", false)]
    [DataRow("00-" + Ids + "-fe", false, DisplayName = "flags are a bit mask, section 3.2.2.5")]
    [DataRow(" \t00-" + Ids + "-01\t ", true, DisplayName = "white space around a field value is optional, RFC 7230, section 3.2")]
    [DataRow("01-" + Ids + "-01", true, DisplayName = "higher version without more, section 3.2.4")]
    [DataRow("fe-" + Ids + "-01-", true, DisplayName = "higher version with an empty field, section 3.2.4")]
    [DataRow("fe-" + Ids + "-01-more", true, DisplayName = "higher version with more, section 3.2.4")]
    public void Extract_ValidTraceparent_GivesRemoteContext(string header, bool sampled)
    {
        var read = Extract(header).ActivityContext;

        Assert.AreEqual(Some.TraceIdHex, read.TraceId.ToHexString());
        Assert.AreEqual(Some.SpanIdHex, read.SpanId.ToHexString());
        Assert.AreEqual(sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, read.TraceFlags);
        Assert.IsTrue(read.IsRemote);
        Assert.IsNull(read.TraceState);
    }

    [TestMethod]
    [DataRow("00-" + Ids + "-01-", DisplayName = "version 00 has 55 characters, section 3.2.2.2")]
    [DataRow("00-" + Ids + "-01-more")]
    [DataRow("01-" + Ids + "-01.more", DisplayName = "more begins with a dash, section 3.2.4")]
    [DataRow("01-" + Ids + "-011")]
    [DataRow("ff-" + Ids + "-01", DisplayName = "version ff, section 3.2.2.1")]
    [DataRow("0-" + Ids + "-01")]
    [DataRow("0x-" + Ids + "-01")]
    [DataRow("0A-" + Ids + "-01")]
    [DataRow("00-00000000000000000000000000000000-" + Some.SpanIdHex + "-01", DisplayName = "zero trace id, section 3.2.2.3")]
    [DataRow("00-" + Some.TraceIdHex + "-0000000000000000-01", DisplayName = "zero span id, section 3.2.2.4")]
    [DataRow("00-4BF92f3577b34da6a3ce929d0e0e4736-" + Some.SpanIdHex + "-01", DisplayName = "upper case, section 3.2.2.3")]
    [DataRow("00-" + Some.TraceIdHex + "-00F067aa0ba902b7-01")]
    [DataRow("00-" + Ids + "-0A", DisplayName = "upper case flags, section 3.2.2.5")]
    [DataRow("00-" + Ids + "-0x")]
    [DataRow("00-" + Ids + "-1")]
    [DataRow("00-" + Ids)]
    [DataRow("00-" + Some.TraceIdHex + " " + Some.SpanIdHex + "-01")]
    [DataRow("00 -" + Ids + "-01")]
    [DataRow("garbage")]
    public void Extract_MalformedTraceparent_GivesNothingAndCountsIt(string header)
    {
        Assert.AreEqual(default, Extract(header));
        Assert.AreEqual(1, Counters["segue.misuse/traceparent_malformed"]);
    }

    [TestMethod]
    public void Extract_TraceparentsThatDiffer_GiveNothing()
    {
        var headers = new Dictionary<string, string[]> { ["traceparent"] = [Some.TraceParent(), Some.TraceParent(sampled: false)] };

        Assert.AreEqual(default, Extract(headers));
    }

    [TestMethod]
    [DataRow("foo=1", "foo=1")]
    [DataRow("foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3", DisplayName = "white space, section 3.3.1.1")]
    [DataRow("foo=1,,bar=2, ,", "foo=1,bar=2", DisplayName = "empty members, section 3.3.1.1")]
    [DataRow("foo=1,bar=2,foo=3", "foo=1,bar=2", DisplayName = "one entry per key, section 3.3.1.4")]
    [DataRow("0@-_*/a= !\"#$%&'()*+-./:;<>?[\\]^_`{|}~", "0@-_*/a= !\"#$%&'()*+-./:;<>?[\\]^_`{|}~")]
    [DataRow("sg=jaeger,foo=1", "foo=1", DisplayName = "member internal to a process")]
    [DataRow("foo=1,dd=s:1;o:rum,bar=2", "dd=s:1;o:rum,foo=1,bar=2")]
    [DataRow("dd=o:rum;s:1,bar=2", "dd=o:rum;s:1,bar=2")]
    [DataRow("dd=s:1;;x;:1;y:;zz:top", "dd=s:1;zz:top", DisplayName = "parts without key or value")]
    [DataRow("dd=s:1;e:made_up", "dd=s:1", DisplayName = "part internal to a process")]
    public void Extract_Tracestate_IsKeptInOrder(string header, string expected) =>
        Assert.AreEqual(expected, Extract(Some.TraceParent(), header).ActivityContext.TraceState);

    [TestMethod]
    [DataRow("foo")]
    [DataRow("foo=")]
    [DataRow("=1")]
    [DataRow("foo =1")]
    [DataRow("Foo=1")]
    [DataRow("_foo=1")]
    [DataRow("foo.bar=1")]
    [DataRow("foo=1=2")]
    [DataRow("foo=é")]
    [DataRow("foo=\u0001")]
    public void Extract_MalformedMember_DiscardsTheOthersButNotTheVendors(string member)
    {
        var read = Extract(Some.TraceParent(), "bar=1,dd=s:2," + member).ActivityContext;

        Assert.AreEqual(Some.SpanIdHex, read.SpanId.ToHexString());
        Assert.AreEqual("dd=s:2", read.TraceState);
        Assert.AreEqual(1, Counters["segue.misuse/tracestate_malformed"]);
    }

    [TestMethod]
    [DataRow(256, 256, true)]
    [DataRow(257, 1, false)]
    [DataRow(1, 257, false)]
    public void Extract_LengthOfMember_HasLimits(int key, int value, bool kept)
    {
        var member = new string('k', key) + "=" + new string('v', value);

        Assert.AreEqual(kept ? member : null, Extract(Some.TraceParent(), member).ActivityContext.TraceState);
    }

    [TestMethod]
    [DataRow(32, true)]
    [DataRow(33, false)]
    public void Extract_NumberOfMembers_HasALimit(int count, bool kept)
    {
        var state = Members(count);

        Assert.AreEqual(kept ? state : null, Extract(Some.TraceParent(), state).ActivityContext.TraceState);
    }

    [TestMethod]
    public void Extract_SeveralTracestates_AreJoinedInOrder()
    {
        var headers = new Dictionary<string, string[]> { ["traceparent"] = [Some.TraceParent()], ["tracestate"] = ["a=1", "", "b=2, ", "dd=s:1"] };

        Assert.AreEqual("dd=s:1,a=1,b=2", Extract(headers).ActivityContext.TraceState);
    }

    [TestMethod]
    public void Extract_TracestateInOrder_IsTheVeryString()
    {
        var state = new string("dd=s:1;p:1122334455667788,congo=t61rcWkgMzE".ToCharArray());

        Assert.AreSame(state, Extract(Some.TraceParent(), state).ActivityContext.TraceState);
    }

    [TestMethod]
    [DataRow(null, "dd=p:" + Some.SpanIdHex)]
    [DataRow("a=1", "dd=p:" + Some.SpanIdHex + ",a=1")]
    [DataRow("sg=jaeger,a=1,b=2", "dd=p:" + Some.SpanIdHex + ",a=1,b=2")]
    [DataRow("sg=jaeger", "dd=p:" + Some.SpanIdHex)]
    [DataRow("a=1, dd=t.x:1;t.dm:-4;p:1122334455667788;s:2;o:rum;zz:top , b=2", "dd=s:2;o:rum;p:" + Some.SpanIdHex + ";t.dm:-4;t.x:1;zz:top,a=1,b=2")]
    [DataRow("dd=s:2;e:decoding_error;t.tid:4bf92f3577b34da6", "dd=s:2;p:" + Some.SpanIdHex)]
    [DataRow("dd=p:1122334455667788;u:1;t.a:1", "dd=p:" + Some.SpanIdHex + ";t.a:1")]
    [DataRow("dd=s:2,dd=s:1", "dd=s:2;p:" + Some.SpanIdHex)]
    [DataRow("dd=s:0;t.dm:-3", "dd=s:1;p:" + Some.SpanIdHex + ";t.dm:-0", DisplayName = "a sampler of another kind kept it after all")]
    public void Inject_Tracestate_LeadsWithTheVendorsMember(string? state, string expected) =>
        Assert.AreEqual(expected, Inject(Some.Context(traceState: state))["tracestate"]);

    [TestMethod]
    public void Inject_VendorMemberTooLong_LeavesOutWholeParts()
    {
        var state = "dd=s:2;o:rum;t.long:" + new string('x', 240) + ";t.a:1";

        Assert.AreEqual("dd=s:2;o:rum;p:" + Some.SpanIdHex + ";t.a:1", Inject(Some.Context(traceState: state))["tracestate"]);
        Assert.AreEqual(1, Counters["segue.misuse/tracestate_dd_full"]);
    }

    [TestMethod]
    public void Inject_OriginTooLong_StillWritesThisSpan() =>
        Assert.AreEqual("dd=s:2;p:" + Some.SpanIdHex, Inject(Some.Context(traceState: "dd=s:2;o:" + new string('o', 240) + ";p:1122334455667788"))["tracestate"]);

    [TestMethod]
    public void Inject_32MembersOfOthers_DropsTheRightmost() =>
        Assert.AreEqual("dd=p:" + Some.SpanIdHex + "," + Members(31), Inject(Some.Context(traceState: Members(32)))["tracestate"]);

    [TestMethod]
    public void Inject_OtherFlags_AreNotWritten() =>
        Assert.AreEqual(Some.TraceParent(), Inject(Some.Context((ActivityTraceFlags)0xff))["traceparent"]);

    [TestMethod]
    public void Inject_SpanIdZero_WritesNothing() =>
        Assert.IsEmpty(Inject(new ActivityContext(ActivityTraceId.CreateFromString(Some.TraceIdHex), default, ActivityTraceFlags.Recorded)));

    [TestMethod]
    public void Inject_DecisionChangedLater_IsTheOneInForce()
    {
        var context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "dd=s:1,a=1");
        LocalTrace.Decide(context, SamplingPriority.UserReject);

        var headers = Inject(context);

        Assert.EndsWith("-00", headers["traceparent"]);
        Assert.AreEqual("dd=s:-1;p:" + context.SpanId.ToHexString() + ",a=1", headers["tracestate"]);
    }

    [TestMethod]
    public void TryFormat_SpanOfThisProcess_GivesWhatInjectWrites()
    {
        using var span = Some.Source.StartActivity("a", ActivityKind.Client, Some.Context(traceState: "dd=s:2;o:rum,a=1"))!;

        Assert.IsTrue(SegueTraceContextPropagator.TryFormat(span, out var traceParent, out var traceState));

        Assert.AreEqual("00-" + Some.TraceIdHex + "-" + span.SpanId.ToHexString() + "-01", traceParent);
        Assert.AreEqual("dd=s:2;o:rum;p:" + span.SpanId.ToHexString() + ",a=1", traceState);
        Assert.AreEqual(Inject(span.Context)["tracestate"], traceState);
    }

    [TestMethod]
    public void TryFormat_DecisionIsTurnedLater_IsInForceAndCounted()
    {
        using var span = Some.Source.StartActivity("a")!;
        SegueTraceContextPropagator.TryFormat(span, out _, out _);

        LocalTrace.Decide(span.Context, SamplingPriority.UserReject);
        SegueTraceContextPropagator.TryFormat(span, out var traceParent, out var traceState);

        Assert.EndsWith("-00", traceParent);
        Assert.AreEqual("dd=s:-1;p:" + span.SpanId.ToHexString(), traceState);
        Assert.AreEqual(1, Counters["segue.misuse/decision_after_sending"]);
    }

    [TestMethod]
    public void TryFormat_NothingToSend_GivesNothing()
    {
        using var hierarchical = new Activity("a").SetIdFormat(ActivityIdFormat.Hierarchical).Start();

        foreach (var none in new[] { null!, hierarchical, new Activity("not started") })
        {
            Assert.IsFalse(SegueTraceContextPropagator.TryFormat(none, out var traceParent, out var traceState));
            Assert.AreEqual("", traceParent + traceState);
        }
    }

    [TestMethod]
    public void TryFormat_SpanThatNobodyRecords_NamesTheOneAroundIt()
    {
        using var recorded = Some.Source.StartActivity("a")!;
        using var hidden = new Activity("framework") { IsAllDataRequested = true }.SetIdFormat(ActivityIdFormat.W3C).Start();

        SegueTraceContextPropagator.TryFormat(hidden, out var traceParent, out _);

        Assert.AreEqual("00-" + recorded.TraceId.ToHexString() + "-" + recorded.SpanId.ToHexString() + "-01", traceParent);
    }

    [TestMethod]
    public void Extract_BaggageFoundBefore_IsKept()
    {
        var baggage = Baggage.Create(new Dictionary<string, string> { ["k"] = "v" });
        var headers = new Dictionary<string, string[]> { ["traceparent"] = [Some.TraceParent()] };

        var read = new SegueTraceContextPropagator().Extract(new PropagationContext(default, baggage), headers, Get);

        Assert.AreEqual(Some.SpanIdHex, read.ActivityContext.SpanId.ToHexString());
        Assert.AreEqual(baggage, read.Baggage);
    }

    private static string Members(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => "k" + i + "=v" + i));

    private static PropagationContext Extract(string traceparent, string? tracestate = null) =>
        Extract(new() { ["traceparent"] = [traceparent], ["tracestate"] = tracestate is null ? [] : [tracestate] });

    private static PropagationContext Extract(Dictionary<string, string[]> headers) => new SegueTraceContextPropagator().Extract(default, headers, Get);

    private static IEnumerable<string>? Get(Dictionary<string, string[]> headers, string name) => headers.GetValueOrDefault(name);

    private static Dictionary<string, string> Inject(ActivityContext context)
    {
        var headers = new Dictionary<string, string>();
        new SegueTraceContextPropagator().Inject(new PropagationContext(context, default), headers, static (carrier, name, value) => carrier[name] = value);
        return headers;
    }
}
