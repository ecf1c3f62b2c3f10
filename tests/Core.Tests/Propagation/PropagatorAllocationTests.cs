using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;
using B3Propagator = Segue.Propagation.B3Propagator;

namespace Segue.Core.Tests.Propagation;

/// <summary>One extraction costs at most 120 bytes more than OpenTelemetry's own propagator for its one format.</summary>
[TestClass]
public class PropagatorAllocationTests
{
    private const int Rounds = 2_000;
    private const int Allowance = 120;

    private static readonly Func<Dictionary<string, string>, string, IEnumerable<string>?> _get =
        static (carrier, name) => carrier.TryGetValue(name, out var value) ? [value] : [];

    [TestMethod]
    public void Extract_B3_StaysWithinTheAllowance() => AssertFrugal(new B3Propagator());

    [TestMethod]
    public void Extract_Jaeger_StaysWithinTheAllowance() => AssertFrugal(new JaegerPropagator());

    [TestMethod]
    public void Extract_OtTracer_StaysWithinTheAllowance() => AssertFrugal(new OtTracerPropagator());

    // Three headers, and so three of the getter's arrays and two more reads, against its own kind.
    [TestMethod]
#pragma warning disable CS0618 // what an application without further packages has
    public void Extract_B3Multi_StaysWithinTheAllowance() => AssertFrugal(new B3MultiPropagator(), new OpenTelemetry.Context.Propagation.B3Propagator());
#pragma warning restore CS0618

    [TestMethod]
    public void Extract_NoHeaderOfTheFormat_AllocatesNothing()
    {
        foreach (TextMapPropagator propagator in new TextMapPropagator[] { new B3Propagator(), new B3MultiPropagator(), new OtTracerPropagator() })
            Assert.AreEqual(0, PerExtract(propagator, new Dictionary<string, string> { ["a"] = "b" }), propagator.GetType().Name);
    }

    private static void AssertFrugal(TextMapPropagator propagator, TextMapPropagator? peer = null)
    {
        peer ??= new TraceContextPropagator();
        var cost = PerExtract(propagator, Headers(propagator));
        var bound = PerExtract(peer, Headers(peer)) + Allowance;
        Assert.IsLessThanOrEqualTo(bound, cost);
    }

    private static Dictionary<string, string> Headers(TextMapPropagator propagator)
    {
        var headers = new Dictionary<string, string>();
        propagator.Inject(new PropagationContext(Some.Context(), default), headers, static (carrier, name, value) => carrier[name] = value);
        return headers;
    }

    private static long PerExtract(TextMapPropagator propagator, Dictionary<string, string> headers)
    {
        for (var i = 0; i < Rounds; i++) propagator.Extract(default, headers, _get);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) propagator.Extract(default, headers, _get);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
