using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class DatadogPropagatorTests : CoreTestBase
{
    [TestMethod]
    [DataRow(null, null, null, null, true)]
    [DataRow("1", null, null, "dd=s:1", true)]
    [DataRow("-1", null, null, "dd=s:-1", false)]
    [DataRow("0", "rum", "_dd.p.x=1,_dd.p.dm=-4", "dd=s:0;o:rum;t.dm:-4;t.x:1", false)]
    [DataRow("7", "a=b;c", null, "dd=s:7;o:a~b_c", true)]
    [DataRow(null, null, "_dd.p.usr.id=YWJj==", "dd=t.usr.id:YWJj~~", true)]
    [DataRow("1", null, "other=1", "dd=s:1", true)]
    [DataRow(null, null, "other=1", null, true)]
    [DataRow("1", null, "_dd.p.a=1,bad", "dd=s:1;t.a:1;e:decoding_error", true)]
    public void Extract_Headers_BecomeTheVendorsMember(string? priority, string? origin, string? tags, string? expected, bool recorded)
    {
        var read = Extract("1", "2", priority, origin, tags).ActivityContext;

        Assert.AreEqual(expected, read.TraceState);
        Assert.AreEqual(recorded, read.TraceFlags == ActivityTraceFlags.Recorded);
        Assert.IsTrue(read.IsRemote);
    }

    [TestMethod]
    [DataRow("18446744073709551615", "ffffffffffffffff")]
    [DataRow("00000000000000000000001", "0000000000000001")]
    [DataRow(" 1\t", "0000000000000001")]
    public void Extract_TraceId_IsDecimal(string header, string low) =>
        Assert.AreEqual("0000000000000000" + low, Extract(header, "2").ActivityContext.TraceId.ToHexString());

    [TestMethod]
    [DataRow("0")]
    [DataRow("-1")]
    [DataRow("+1")]
    [DataRow("x,1")]
    [DataRow(",")]
    [DataRow("1.0")]
    [DataRow("18446744073709551616")]
    [DataRow("99999999999999999999999999999999")]
    [DataRow("0x1")]
    [DataRow(" ")]
    [DataRow("١")]
    public void Extract_MalformedTraceId_GivesNothingAndCountsIt(string header)
    {
        Assert.AreEqual(default, Extract(header, "2"));
        Assert.AreEqual(1, Counters["segue.misuse/datadog_trace_id_malformed"]);
    }

    [TestMethod]
    [DataRow("4")]
    [DataRow("640CFD8D00000000")]
    [DataRow("640cfd8d00000000 1")]
    public void Extract_MalformedTid_IsNotedAndCounted(string tid)
    {
        var read = Extract("1", "2", tags: "_dd.p.tid=" + tid).ActivityContext;

        Assert.AreEqual("malformed_tid " + tid, VendorState.Get(read.TraceState, "e"));
        Assert.AreEqual(1UL, TraceIds.Low64(read.TraceId));
        Assert.AreEqual(0UL, TraceIds.High64(read.TraceId));
        Assert.AreEqual(1, Counters["segue.misuse/datadog_tags_malformed_tid"]);
    }

    [TestMethod]
    public void Extract_OriginTooLong_IsIgnoredAndCounted()
    {
        Assert.IsNull(Extract("1", "2", origin: new string('o', 257)).ActivityContext.TraceState);
        Assert.AreEqual(1, Counters["segue.misuse/datadog_origin_too_long"]);
    }

    [TestMethod]
    public void Extract_EverythingAtItsLongest_IsKept()
    {
        var tag = "_dd.p.k=" + new string('x', 512 - "_dd.p.k=".Length);
        var origin = new string('o', 256);

        Assert.AreEqual("dd=s:-2147483647;o:" + origin + ";t.k:" + tag[8..], Extract("1", "2", "-2147483647", origin, tag).ActivityContext.TraceState);
    }

    [TestMethod]
    [DataRow("dd=s:2;o:rum;p:1122334455667788;e:decoding_error;t.dm:-4;t.a:YQ~~;zz:top,b=1", "2", "rum", "_dd.p.dm=-4,_dd.p.a=YQ==,_dd.p.tid=" + HighHalf)]
    [DataRow(null, "1", null, "_dd.p.tid=" + HighHalf)]
    [DataRow("dd=s:0;t.dm:-3", "1", null, "_dd.p.dm=-0,_dd.p.tid=" + HighHalf, DisplayName = "a sampler of another kind kept it after all")]
    [DataRow("dd=o:a~b", "1", "a=b", "_dd.p.tid=" + HighHalf)]
    public void Inject_VendorsMember_BecomesHeaders(string? state, string priority, string? origin, string tags)
    {
        var headers = Inject(Some.Context(traceState: state));

        Assert.AreEqual("11803532876627986230", headers["x-datadog-trace-id"]);
        Assert.AreEqual("67667974448284343", headers["x-datadog-parent-id"]);
        Assert.AreEqual(priority, headers["x-datadog-sampling-priority"]);
        Assert.AreEqual(origin, headers.GetValueOrDefault("x-datadog-origin"));
        Assert.AreEqual(tags, headers["x-datadog-tags"]);
    }

    [TestMethod]
    [DataRow("dd=s:1;t.a:\u00e9", "encoding_error")]
    [DataRow("dd=s:1;t.a=b:1", "encoding_error")]
    public void Inject_TagThatNoHeaderHolds_WritesNoTagsAndCountsIt(string state, string error)
    {
        Assert.IsFalse(Inject(Some.Context(traceState: state)).ContainsKey("x-datadog-tags"));
        Assert.AreEqual(1, Counters["segue.misuse/datadog_tags_" + error]);
    }

    [TestMethod]
    public void Inject_DroppedWithoutPriority_SaysSo() =>
        Assert.AreEqual("0", Inject(Some.Context(ActivityTraceFlags.None))["x-datadog-sampling-priority"]);

    [TestMethod]
    public void Inject_DecisionChangedLater_IsTheOneInForce()
    {
        var context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, "dd=s:0");
        LocalTrace.Decide(context, SamplingPriority.UserKeep);

        Assert.AreEqual("2", Inject(context)["x-datadog-sampling-priority"]);
    }

    [TestMethod]
    public void Inject_SpanIdZero_WritesNothing() => Assert.IsEmpty(Inject(Extract("1", null).ActivityContext));

    private const string HighHalf = "4bf92f3577b34da6";

    private static PropagationContext Extract(string traceId, string? parentId, string? priority = null, string? origin = null, string? tags = null)
    {
        var headers = new Dictionary<string, string?>
        {
            ["x-datadog-trace-id"] = traceId,
            ["x-datadog-parent-id"] = parentId,
            ["x-datadog-sampling-priority"] = priority,
            ["x-datadog-origin"] = origin,
            ["x-datadog-tags"] = tags,
        };
        return new DatadogPropagator().Extract(default, headers, static (carrier, name) => carrier[name] is { } value ? [value] : []);
    }

    private static Dictionary<string, string> Inject(ActivityContext context)
    {
        var headers = new Dictionary<string, string>();
        new DatadogPropagator().Inject(new PropagationContext(context, default), headers, static (carrier, name, value) => carrier[name] = value);
        return headers;
    }
}
