using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class OpenTracingBaggageTests : CoreTestBase
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";

    private static readonly Func<Dictionary<string, string>, string, IEnumerable<string>?> _get =
        static (carrier, name) => carrier.TryGetValue(name, out var value) ? [value] : null;

    [TestMethod]
    [DataRow("x-datadog-trace-id", "42", "x-datadog-parent-id", "43")]
    [DataRow("traceparent", "00-" + TraceId + "-" + SpanId + "-01", "tracestate", "dd=s:1;p:" + SpanId)]
    [DataRow("b3", TraceId + "-" + SpanId + "-1", "x-other", "")]
    public void Extract_ItemBesideContextOfVendorsTracer_IsRead(string name, string value, string second, string secondValue)
    {
        var carrier = new Dictionary<string, string> { [name] = value, [second] = secondValue, ["x-datadog-sampling-priority"] = "1", ["ot-baggage-user"] = "alice", ["baggage"] = "tier=1" };

        var read = new CompositePropagator().Extract(default, carrier, _get);

        Assert.AreEqual("alice", read.Baggage.GetBaggage("user"));
        Assert.AreEqual("1", read.Baggage.GetBaggage("tier"));
    }

    [TestMethod]
    public void Extract_ItemWithoutContext_IsRead()
    {
        var read = new CompositePropagator().Extract(default, new Dictionary<string, string> { ["ot-baggage-user"] = "alice" }, _get);

        Assert.AreEqual("alice", read.Baggage.GetBaggage("user"));
        Assert.AreEqual(default, read.ActivityContext);
    }

    [TestMethod]
    public void Extract_OtTracerIsNotAmongTheStyles_LeavesItemAlone()
    {
        var carrier = new Dictionary<string, string> { ["x-datadog-trace-id"] = "42", ["x-datadog-parent-id"] = "43", ["x-datadog-sampling-priority"] = "1", ["ot-baggage-user"] = "alice" };

        var read = new CompositePropagator([PropagationStyle.Datadog], []).Extract(default, carrier, _get);

        Assert.AreEqual(0, read.Baggage.Count);
    }

    [TestMethod]
    [DataRow(true, "alice")]
    [DataRow(false, null)]
    public void Inject_OpenTracingBaggage_IsWrittenWhereAskedFor(bool asked, string? expected)
    {
        var context = new ActivityContext(ActivityTraceId.CreateFromString(TraceId), ActivitySpanId.CreateFromString(SpanId), ActivityTraceFlags.Recorded);
        var carrier = new Dictionary<string, string>();

        new CompositePropagator { WriteOpenTracingBaggage = asked }
            .Inject(new PropagationContext(context, Baggage.Create(new() { ["user"] = "alice" })), carrier, static (headers, name, value) => headers[name] = value);

        Assert.AreEqual(expected, carrier.GetValueOrDefault("ot-baggage-user"));
    }
}
