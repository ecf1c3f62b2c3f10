using System.Diagnostics;
using OpenTelemetry;
using Segue.TestKit;

namespace Segue.Core.Tests;

/// <summary>A native tracer whose spans are recorded, and a flow in which nothing is current.</summary>
public abstract class CoreTestBase
{
    protected RecordedSpans Spans { get; private set; } = null!;

    protected SelfLog Log { get; private set; } = null!;

    protected Counters Counters { get; private set; } = null!;

    protected Tracer Tracer => Tracer.Instance;

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        Baggage.Current = default;
        Log = new SelfLog();
        Counters = new Counters();
        Spans = new RecordedSpans();
    }

    /// <summary>Lets what was said so far pass.</summary>
    protected void ForgetFailures()
    {
        Log.Dispose();
        Log = new SelfLog();
    }

    [TestCleanup]
    public void TearDown()
    {
        Spans.Dispose();
        Counters.Dispose();
        Assert.AreEqual(0, Log.Count("Failure"), string.Join("\n", Log.Written));
        Log.Dispose();
        Activity.Current = null;
        Baggage.Current = default;
    }
}
