using System.Diagnostics;
using Segue.Context;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

/// <summary>A trace that came without a decision and is passed on by a process that starts no span of it leaves without one.</summary>
[TestClass]
public class UndecidedTests : CoreTestBase
{
    private static readonly CompositePropagator _all = new(CompositePropagator.DefaultExtract, CompositePropagator.DefaultExtract);

    [TestMethod]
    [DataRow("x-datadog-trace-id=7;x-datadog-parent-id=8")]
    [DataRow("x-datadog-trace-id=7;x-datadog-parent-id=8;x-datadog-origin=rum;x-datadog-tags=_dd.p.a=1")]
    [DataRow("b3=0000000000000007-0000000000000008")]
    [DataRow("X-B3-TraceId=0000000000000007;X-B3-SpanId=0000000000000008")]
    [DataRow("ot-tracer-traceid=7;ot-tracer-spanid=8")]
    public void Inject_UndecidedAsItCame_LeavesTheDecisionOpen(string headers)
    {
        var written = PassOn(headers, static context => context);

        Assert.AreEqual("7 8", written["x-datadog-trace-id"] + " " + written["x-datadog-parent-id"]);
        foreach (var name in new[] { "x-datadog-sampling-priority", "x-b3-sampled", "ot-tracer-sampled" }) Assert.IsFalse(written.ContainsKey(name), name);
        Assert.AreEqual("0000000000000007-0000000000000008", written["b3"]);
        Assert.AreEqual("0000000000000007:0000000000000008:0:1", written["uber-trace-id"], "Jaeger's flags can't be left out");
        Assert.AreEqual("00-00000000000000000000000000000007-0000000000000008-01", written["traceparent"], "nor can W3C's");
    }

    [TestMethod]
    public void Inject_UndecidedWithoutASpanAtAWebHost_LeavesTheDecisionOpen()
    {
        var carrier = new PrefixCarrier { { "x-datadog-trace-id", "7" } };
        new HttpPropagator(_all).ExtractTraceIdAndState(
            carrier, static (object? source, string name, out string? one, out IEnumerable<string>? values) => (one, values) = (null, PrefixCarrier.Get((PrefixCarrier)source!, name)), out var traceId, out var state);

        var written = Written(ActivityContext.Parse(traceId!, state));

        Assert.AreEqual("7 0 ", written["x-datadog-trace-id"] + " " + written["x-datadog-parent-id"] + " " + written.GetValueOrDefault("x-datadog-sampling-priority"));
    }

    [TestMethod]
    [DataRow(ActivityTraceFlags.Recorded, "1")]
    [DataRow(ActivityTraceFlags.None, "0")]
    public void Inject_SpanThatAnotherSamplerDecided_WritesItsDecision(ActivityTraceFlags flags, string expected)
    {
        foreach (var headers in new[] { "x-datadog-trace-id=7;x-datadog-parent-id=8", "x-datadog-trace-id=7;x-datadog-parent-id=8;x-datadog-origin=rum", "b3=0000000000000007-0000000000000008" })
        {
            var written = PassOn(headers, context => new ActivityContext(context.TraceId, ActivitySpanId.CreateRandom(), flags, context.TraceState));

            Assert.AreEqual($"{expected} {expected}", written["x-datadog-sampling-priority"] + " " + written["x-b3-sampled"], headers);
        }
    }

    [TestMethod]
    public void Inject_DroppedWhereItArrived_WritesTheDrop()
    {
        var written = PassOn("b3=0000000000000007-0000000000000008", static context => new ActivityContext(context.TraceId, context.SpanId, ActivityTraceFlags.None, context.TraceState));

        Assert.AreEqual("0 0", written["x-datadog-sampling-priority"] + " " + written["x-b3-sampled"]);
    }

    [TestMethod]
    public void Inject_DecidedSince_WritesTheDecision()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var written = PassOn($"b3={trace}-0000000000000008", static context =>
        {
            LocalTrace.Decide(context, SamplingPriority.UserKeep);
            return context;
        });

        Assert.AreEqual("2 1", written["x-datadog-sampling-priority"] + " " + written["x-b3-sampled"]);
    }

    [TestMethod]
    public void Inject_TraceparentWithItsFlagAlone_WritesTheFlag() =>
        Assert.AreEqual("1 1", PassOn("traceparent=" + Some.TraceParent(), static context => context) is var written ? written["x-datadog-sampling-priority"] + " " + written["x-b3-sampled"] : "");

    private static Dictionary<string, string> PassOn(string headers, Func<ActivityContext, ActivityContext> within)
    {
        var carrier = new PrefixCarrier();
        foreach (var header in headers.Split(';')) carrier.Add(header[..header.IndexOf('=')], header[(header.IndexOf('=') + 1)..]);
        return Written(within(_all.Extract(default, carrier, PrefixCarrier.Get).ActivityContext));
    }

    private static Dictionary<string, string> Written(ActivityContext context)
    {
        var written = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        _all.Inject(new(context, default), written, static (carrier, name, value) => carrier[name] = value);
        return written;
    }
}
