using System.Diagnostics;
using OpenTracing;
using OpenTracing.Util;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>A shim whose spans are recorded, and a flow in which nothing is current.</summary>
public abstract class ShimTestBase
{
    protected RecordedSpans Spans { get; private set; } = null!;

    protected SelfLog Log { get; private set; } = null!;

    protected Counters Counters { get; private set; } = null!;

    protected OpenTracingShim Shim { get; private set; } = null!;

    protected ITracer Tracer => Shim;

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        OpenTelemetry.Baggage.Current = default;
        Log = new SelfLog();
        Counters = new Counters();
        Spans = new RecordedSpans();
        Shim = new OpenTracingShim();
    }

    [TestCleanup]
    public void TearDown()
    {
        Spans.Dispose();
        Counters.Dispose();
        Assert.AreEqual(0, Log.Count("Failure"), string.Join("\n", Log.Written));
        Log.Dispose();
        Activity.Current = null;
        OpenTelemetry.Baggage.Current = default;
    }

    protected static string Id(OpenTracing.ISpan span) => span.Context.SpanId;

    protected static object? Tag(Activity activity, string key) => activity.GetTagItem(key);

    /// <summary>Puts the no-op tracer back, by the private names that test helpers in the wild rely on.</summary>
    internal static void ResetGlobalTracer()
    {
        const System.Reflection.BindingFlags Hidden = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static;
        typeof(GlobalTracer).GetField("_tracer", Hidden)!.SetValue(GlobalTracer.Instance, OpenTracing.Noop.NoopTracerFactory.Create());
        typeof(GlobalTracer).GetField("s_isRegistered", Hidden)!.SetValue(null, false);
    }
}
