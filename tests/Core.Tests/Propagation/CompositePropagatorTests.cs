using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class CompositePropagatorTests : CoreTestBase
{
    private const string Low64 = "a3ce929d0e0e4736";
    private const string Other = "5a5a5a5a5a5a5a5a0123456789abcdef";
    private const string OtherSpan = "00aabbccddeeff01";

    [TestMethod]
    public void Extract_EveryStylePresent_TheFirstListedWins()
    {
        foreach (var style in CompositePropagator.DefaultExtract.Where(style => style != PropagationStyle.Baggage))
        {
            var rest = CompositePropagator.DefaultExtract.Where(other => other != style);
            var carrier = new PrefixCarrier();
            foreach (var other in rest) Write(other, Context(Other, OtherSpan), carrier);
            Write(style, Some.Context(), carrier);

            var read = new CompositePropagator([style, .. rest], []).Extract(default, carrier, PrefixCarrier.Get).ActivityContext;

            Assert.AreEqual(Some.SpanIdHex, read.SpanId.ToHexString(), style.ToString());
        }
    }

    [TestMethod]
    public void Extract_FirstStyleMalformed_TheNextWins()
    {
        var carrier = new PrefixCarrier { { "traceparent", "garbage" }, { "uber-trace-id", $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:1" } };

        var read = new CompositePropagator().ExtractAll(default, carrier, PrefixCarrier.Get);

        Assert.AreEqual(Some.SpanIdHex, read.Context.ActivityContext.SpanId.ToHexString());
        Assert.IsNull(read.Links);
    }

    [TestMethod]
    public void ExtractAll_LaterStyleOfAnotherTrace_IsLinkedAndCounted()
    {
        var carrier = new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "uber-trace-id", $"{Other}:{OtherSpan}:0:0" }, { "b3", $"{Other}-{OtherSpan}-1" } };

        var read = new CompositePropagator().ExtractAll(default, carrier, PrefixCarrier.Get);

        Assert.AreEqual(Some.TraceIdHex, read.Context.ActivityContext.TraceId.ToHexString());
        Assert.AreEqual(
            $"terminated_context b3 {Other} {OtherSpan} Recorded, terminated_context jaeger {Other} {OtherSpan} None",
            string.Join(", ", read.Links!.Select(link => string.Join(" ", [.. link.Tags!.Select(tag => tag.Value), link.Context.TraceId, link.Context.SpanId, link.Context.TraceFlags]))));
        Assert.AreEqual(2, Counters["segue.misuse/context_conflict"]);
    }

    [TestMethod]
    public void Extract_LaterIdHasLowerHalfOnly_IsTheSameTrace()
    {
        var carrier = new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "uber-trace-id", $"{Low64}:{OtherSpan}:0:1" }, { "x-datadog-trace-id", Convert.ToUInt64(Low64, 16).ToString() }, { "x-datadog-parent-id", "5" } };

        var read = new CompositePropagator().ExtractAll(default, carrier, PrefixCarrier.Get);

        Assert.AreEqual(Some.Context().SpanId, read.Context.ActivityContext.SpanId);
        Assert.IsNull(read.Links);
        Assert.AreEqual(0, Counters["segue.misuse/context_conflict"]);
    }

    [TestMethod]
    public void Extract_SameTrace_MissingVendorStateIsAdded()
    {
        var carrier = new PrefixCarrier
        {
            { "traceparent", Some.TraceParent() }, { "tracestate", "dd=o:rum;t.a:1,other=1" },
            { "x-datadog-trace-id", Convert.ToUInt64(Low64, 16).ToString() }, { "x-datadog-parent-id", "5" }, { "x-datadog-sampling-priority", "2" }, { "x-datadog-origin", "lab" },
            { "x-datadog-tags", "_dd.p.tid=4bf92f3577b34da6,_dd.p.dm=-4,_dd.p.a=2,_dd.p.b=3" },
        };

        var state = new CompositePropagator().Extract(default, carrier, PrefixCarrier.Get).ActivityContext.TraceState;

        Assert.AreEqual("2 -4 rum 1 3", string.Join(" ", new[] { "s", "t.dm", "o", "t.a", "t.b" }.Select(key => VendorState.Get(state, key))));
        StringAssert.StartsWith(state, "dd=");
        StringAssert.Contains(state, ",other=1");
    }

    [TestMethod]
    [DataRow(true, "1", ActivityTraceFlags.Recorded, "1")]
    [DataRow(true, "2", ActivityTraceFlags.Recorded, "2")]
    [DataRow(false, "-1", ActivityTraceFlags.None, "-1")]
    [DataRow(true, "0", ActivityTraceFlags.Recorded, null, DisplayName = "kept stays kept")]
    [DataRow(false, "2", ActivityTraceFlags.None, null, DisplayName = "dropped stays dropped")]
    public void Extract_DatadogPriorityBesideAFlag_RefinesItAndNeverTurnsItRound(bool sampled, string priority, ActivityTraceFlags flags, string? expected)
    {
        var carrier = new PrefixCarrier { { "traceparent", Some.TraceParent(sampled) }, { "x-datadog-trace-id", Convert.ToUInt64(Low64, 16).ToString() }, { "x-datadog-sampling-priority", priority } };

        var read = new CompositePropagator().Extract(default, carrier, PrefixCarrier.Get).ActivityContext;

        Assert.AreEqual(flags, read.TraceFlags);
        Assert.AreEqual(expected, VendorState.Get(read.TraceState, "s"));
    }

    [TestMethod]
    [DataRow(true, ActivityTraceFlags.Recorded, "1")]
    [DataRow(false, ActivityTraceFlags.None, "0")]
    public void Extract_FirstUndecidedThenATraceparent_ItsFlagDecides(bool sampled, ActivityTraceFlags flags, string priority)
    {
        var carrier = new PrefixCarrier { { "b3", $"{Some.TraceIdHex}-{Some.SpanIdHex}" }, { "traceparent", Some.TraceParent(sampled) } };

        var read = new CompositePropagator([PropagationStyle.B3, PropagationStyle.TraceContext], []).Extract(default, carrier, PrefixCarrier.Get).ActivityContext;

        Assert.AreEqual(flags, read.TraceFlags);
        Assert.AreEqual(priority, VendorState.Get(read.TraceState, "s"));
    }

    [TestMethod]
    public void Extract_VendorsSpanThenATraceparent_TheTraceparentsSpanIsTheParent()
    {
        var carrier = new PrefixCarrier { { "b3", $"{Some.TraceIdHex}-{OtherSpan}-1" }, { "traceparent", Some.TraceParent() }, { "tracestate", "dd=p:1122334455667788" } };

        var read = new CompositePropagator([PropagationStyle.B3, PropagationStyle.TraceContext], []).Extract(default, carrier, PrefixCarrier.Get).ActivityContext;

        Assert.AreEqual(Some.SpanIdHex, read.SpanId.ToHexString());
        Assert.AreEqual("1122334455667788", VendorState.Get(read.TraceState, "p"));
    }

    [TestMethod]
    [DataRow("x-datadog-trace-id", "5", "dd=p:0000000000000000;u:1")]
    [DataRow("b3", Some.TraceIdHex + "-" + Some.SpanIdHex, "dd=p:" + Some.SpanIdHex + ";u:1")]
    public void Extract_NothingDecided_VendorStateSaysSoToSamplers(string header, string value, string expected)
    {
        var read = new CompositePropagator(CompositePropagator.DefaultExtract, CompositePropagator.DefaultExtract).Extract(default, new PrefixCarrier { { header, value } }, PrefixCarrier.Get).ActivityContext;

        Assert.AreEqual(expected, read.TraceState);
        Assert.IsTrue(VendorState.IsUndecided(read.TraceState));
        Assert.AreEqual(ActivityTraceFlags.Recorded, read.TraceFlags);
    }

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("other=1", "other=1")]
    [DataRow("dd=o:rum", "dd=s:1;o:rum")]
    [DataRow("dd=u:1;o:rum", "dd=s:1;o:rum", DisplayName = "what only this process may say")]
    [DataRow("dd=s:2;o:rum", "dd=s:2;o:rum")]
    public void Extract_TraceparentWithoutPriority_ItsFlagIsTheDecision(string? traceState, string? expected)
    {
        var carrier = new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "tracestate", traceState } };

        Assert.AreEqual(expected, new CompositePropagator().Extract(default, carrier, PrefixCarrier.Get).ActivityContext.TraceState);
    }

    [TestMethod]
    public void ExtractAll_ExtractFirst_StopsButReadsBaggage()
    {
        var carrier = new PrefixCarrier { { "b3", $"{Some.TraceIdHex}-{Some.SpanIdHex}-1" }, { "traceparent", Some.TraceParent() }, { "tracestate", "other=1" }, { "uber-trace-id", $"{Other}:{OtherSpan}:0:1" }, { "uberctx-a", "1" }, { "baggage", "b=2" } };

        var read = new CompositePropagator([PropagationStyle.B3, PropagationStyle.TraceContext, PropagationStyle.Jaeger, PropagationStyle.Baggage], [PropagationStyle.B3], extractFirst: true).ExtractAll(default, carrier, PrefixCarrier.Get);

        Assert.AreEqual("dd=s:1", read.Context.ActivityContext.TraceState);
        Assert.IsNull(read.Links);
        Assert.AreEqual("1 2", read.Context.Baggage.GetBaggage("a") + " " + read.Context.Baggage.GetBaggage("b"));
    }

    [TestMethod]
    public void ExtractAll_Restart_GivesOneLinkAndBaggage()
    {
        var carrier = new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "uber-trace-id", $"{Other}:{OtherSpan}:0:1" }, { "baggage", "b=2" } };

        var read = new CompositePropagator(CompositePropagator.DefaultExtract, [], ExtractBehavior.Restart).ExtractAll(default, carrier, PrefixCarrier.Get);

        Assert.AreEqual(default, read.Context.ActivityContext);
        Assert.AreEqual("2", read.Context.Baggage.GetBaggage("b"));
        var link = read.Links!.Single();
        Assert.AreEqual(Some.Context().SpanId, link.Context.SpanId);
        Assert.AreEqual("propagation_behavior_extract tracecontext", string.Join(" ", link.Tags!.Select(tag => tag.Value)));
    }

    [TestMethod]
    public void ExtractAll_Ignore_ReadsNothing()
    {
        var carrier = new PrefixCarrier { { "traceparent", Some.TraceParent() }, { "baggage", "b=2" }, { "uberctx-a", "1" } };

        Assert.AreEqual(default, new CompositePropagator(CompositePropagator.DefaultExtract, [], ExtractBehavior.Ignore).ExtractAll(default, carrier, PrefixCarrier.Get));
    }

    [TestMethod]
    public void Extract_BaggageAlone_IsBaggageAlone()
    {
        var read = new CompositePropagator().Extract(default, new PrefixCarrier { { "uberctx-a", "1" }, { "jaeger-baggage", "b=2" }, { "baggage", "c=3" } }, PrefixCarrier.Get);

        Assert.AreEqual(default, read.ActivityContext);
        Assert.AreEqual("1 2 3", string.Join(" ", new[] { "a", "b", "c" }.Select(key => read.Baggage.GetBaggage(key))));
        Assert.AreEqual(3, read.Baggage.Count);
    }

    [TestMethod]
    public void Fields_ReadAndWritten_AreAllThere()
    {
        var fields = new CompositePropagator([PropagationStyle.Datadog], [PropagationStyle.Jaeger]).Fields!;

        Assert.IsTrue(fields.Contains("X-Datadog-Trace-Id"));
        Assert.IsTrue(fields.Contains("uber-trace-id"));
        Assert.IsFalse(fields.Contains("traceparent"));
    }

    [TestMethod]
    public void Ctor_NoStyle_Throws()
    {
        Assert.AreEqual("extract", Assert.ThrowsExactly<ArgumentNullException>(() => new CompositePropagator(null!, [])).ParamName);
        Assert.AreEqual("inject", Assert.ThrowsExactly<ArgumentNullException>(() => new CompositePropagator([], null!)).ParamName);
        Assert.AreEqual("extract", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CompositePropagator([(PropagationStyle)7], [])).ParamName);
        Assert.AreEqual("inject", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CompositePropagator([], [(PropagationStyle)(-1)])).ParamName);
        Assert.AreEqual("behavior", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CompositePropagator([], [], (ExtractBehavior)3)).ParamName);
    }

    private static ActivityContext Context(string traceId, string spanId) =>
        new(ActivityTraceId.CreateFromString(traceId), ActivitySpanId.CreateFromString(spanId), ActivityTraceFlags.Recorded);

    private static void Write(PropagationStyle style, ActivityContext context, PrefixCarrier carrier) =>
        new CompositePropagator([], [style]).Inject(new PropagationContext(context, default), carrier, PrefixCarrier.Set);
}
