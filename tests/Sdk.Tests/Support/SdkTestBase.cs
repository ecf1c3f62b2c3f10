using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Support;

/// <summary>A flow in which nothing is current, in an environment that says nothing; whatever Segue says of itself has to be expected.</summary>
public abstract class SdkTestBase
{
    private readonly HashSet<string> _expected = ["Started"];

    protected SelfLog Log { get; private set; } = null!;

    protected Counters Counters { get; private set; } = null!;

    internal EnvironmentVariables Variables { get; private set; } = null!;

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        OpenTelemetry.Baggage.Current = default;
        Variables = new EnvironmentVariables();
        Log = new SelfLog();
        Counters = new Counters();
    }

    [TestCleanup]
    public void TearDown()
    {
        Counters.Dispose();
        Variables.Dispose();
        var unexpected = Log.Written.Where(line => !_expected.Contains(line[..line.IndexOf(':')])).ToList();
        Log.Dispose();
        Activity.Current = null;
        OpenTelemetry.Baggage.Current = default;
        Assert.IsEmpty(unexpected, string.Join("\n", unexpected));
    }

    /// <summary>Lets the events of these names pass.</summary>
    protected void Expect(params string[] eventNames) => _expected.UnionWith(eventNames);

    /// <summary>Waits for what another thread is about to do.</summary>
    protected static void Until(Func<bool> condition, string what) => Assert.IsTrue(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(20)), what);
}
