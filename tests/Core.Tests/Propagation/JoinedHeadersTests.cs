using System.Diagnostics;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

/// <summary>Web hosts give copies of a header as one text with commas (RFC 7230, section 3.2.2), also of one that may stand only once.</summary>
[TestClass]
public class JoinedHeadersTests : CoreTestBase
{
    private const string Trace = "7b1e3c905d2f4a6681c0ffeed00dfa11";
    private const string OtherTrace = "5a5a5a5a5a5a5a5a0123456789abcdef";
    private const string Span = "1122334455667788";
    private const string OtherSpan = "00aabbccddeeff01";

    private static readonly Dictionary<PropagationStyle, (string Name, string Value, string Other)[]> _headers = new()
    {
        [PropagationStyle.TraceContext] = [("traceparent", $"00-{Trace}-{Span}-01", $"00-{OtherTrace}-{OtherSpan}-01")],
        [PropagationStyle.Datadog] =
        [
            ("x-datadog-trace-id", "9349754227579025937", "7"), ("x-datadog-parent-id", "1234605616436508552", "8"), ("x-datadog-sampling-priority", "2", "-1"),
            ("x-datadog-origin", "rum", "rum"), ("x-datadog-tags", "_dd.p.tid=7b1e3c905d2f4a66", "_dd.p.tid=7b1e3c905d2f4a66"),
        ],
        [PropagationStyle.B3] = [("b3", $"{Trace}-{Span}-1", $"{OtherTrace}-{OtherSpan}-0")],
        [PropagationStyle.B3Multi] = [("x-b3-traceid", Trace, OtherTrace), ("x-b3-spanid", Span, OtherSpan), ("x-b3-sampled", "1", "0"), ("x-b3-flags", "0", "0")],
        [PropagationStyle.Jaeger] = [("uber-trace-id", $"{Trace}:{Span}:0:1", $"{OtherTrace}:{OtherSpan}:0:0")],
        [PropagationStyle.OtTracer] = [("ot-tracer-traceid", Trace, OtherTrace), ("ot-tracer-spanid", Span, OtherSpan), ("ot-tracer-sampled", "true", "false")],
    };

    public static IEnumerable<object[]> Styles => _headers.Keys.Select(style => new object[] { style });

    public static IEnumerable<object[]> StylesThatTakeTheFirst => Styles.Where(row => (PropagationStyle)row[0] != PropagationStyle.TraceContext);

    [TestMethod]
    [DynamicData(nameof(Styles))]
    public void Extract_CopiesJoinedByCommas_ReadAsOne(PropagationStyle style)
    {
        var expected = Read(style, static header => [header.Value]);
        Assert.AreEqual(Trace + Span, expected.TraceId.ToHexString() + expected.SpanId.ToHexString());

        foreach (var form in new Func<(string Name, string Value, string Other), string[]>[]
        {
            static header => [header.Value + "," + header.Value],
            static header => [header.Value + " ,\t" + header.Value + ", " + header.Value],
            static header => ["," + header.Value + ",,"],
            static header => [header.Value, header.Value + "," + header.Value],
        })
        {
            var read = Read(style, form);
            Assert.AreEqual(expected, read);
            Assert.AreEqual(expected.TraceState, read.TraceState);
        }

        Assert.AreEqual(0, Counters["segue.misuse/context_conflict"]);
        Assert.AreEqual(0, Counters["segue.misuse/traceparent_malformed"] + Counters["segue.misuse/datadog_trace_id_malformed"]);
    }

    [TestMethod]
    [DynamicData(nameof(StylesThatTakeTheFirst))]
    public void Extract_DifferentTracesInOneHeader_TakesTheFirstAndCounts(PropagationStyle style)
    {
        var expected = Read(style, static header => [header.Value]);

        Assert.AreEqual(expected, Read(style, static header => [header.Value + "," + header.Other]));
        Assert.AreEqual(1, Counters["segue.misuse/context_conflict"], "joined");
        Assert.AreEqual(expected, Read(style, static header => [header.Value, header.Other]));
        Assert.AreEqual(2, Counters["segue.misuse/context_conflict"], "apart");
    }

    [TestMethod]
    public void Extract_DifferentTraceparents_AreIgnoredAndCounted()
    {
        Assert.AreEqual(default, Read(PropagationStyle.TraceContext, static header => [header.Value + "," + header.Other]));
        Assert.AreEqual(default, Read(PropagationStyle.TraceContext, static header => [header.Value + ",garbage"]));
        Assert.AreEqual(2, Counters["segue.misuse/traceparent_malformed"]);
    }

    [TestMethod]
    [DataRow(PropagationStyle.B3)]
    [DataRow(PropagationStyle.Jaeger)]
    [DataRow(PropagationStyle.OtTracer)]
    public void Extract_GarbageBeforeACopy_IsPassedOver(PropagationStyle style) =>
        Assert.AreEqual(Read(style, static header => [header.Value]).TraceId, Read(style, static header => ["garbage," + header.Value]).TraceId);

    [TestMethod]
    public void Extract_MegabyteOfCommas_AllocatesLittle()
    {
        var commas = new string(',', 1 << 20);
        foreach (var style in _headers.Keys)
        {
            Read(style, _ => [commas]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.AreEqual(default, Read(style, _ => [commas]));
            Assert.IsLessThan(1 << 16, GC.GetAllocatedBytesForCurrentThread() - before, style.ToString());
        }
    }

    private static ActivityContext Read(PropagationStyle style, Func<(string Name, string Value, string Other), string[]> form)
    {
        var carrier = _headers[style].ToDictionary(header => header.Name, form, StringComparer.OrdinalIgnoreCase);
        return PropagatorOf(style).Extract(default, carrier, static (headers, name) => headers.TryGetValue(name, out var values) ? values : null).ActivityContext;
    }

    private static OpenTelemetry.Context.Propagation.TextMapPropagator PropagatorOf(PropagationStyle style) => style switch
    {
        PropagationStyle.TraceContext => new SegueTraceContextPropagator(),
        PropagationStyle.Datadog => new DatadogPropagator(),
        PropagationStyle.B3 => new B3Propagator(),
        PropagationStyle.B3Multi => new B3MultiPropagator(),
        PropagationStyle.Jaeger => new JaegerPropagator(),
        _ => new OtTracerPropagator(),
    };
}
