using System.Diagnostics;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

/// <summary>The application's own provider has instrumentation for ASP.NET Core and HttpClient: their spans leave by it, and not twice.</summary>
[TestClass]
public class SampledFrameworkTests : SdkTestBase
{
    [TestMethod]
    [DataRow("Microsoft.AspNetCore")]
    [DataRow("System.Net.Http")]
    public void Start_OthersSampleFrameworkSource_LeavesItToThem(string source)
    {
        Expect("FrameworkSpansLeft");
        using var foreign = Listening(source, ActivitySamplingResult.AllDataAndRecorded);

        var sent = SendUnder(source, static _ => { });

        Assert.AreEqual("legacy", string.Join(" ", sent));
        Assert.AreEqual(1, Log.Count("FrameworkSpansLeft"));
        Assert.Contains("framework spans=off", Log.Written.Single(line => line.StartsWith("Started", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Start_OthersSampleOutFrameworkSource_LeavesItToThem()
    {
        Expect("FrameworkSpansLeft");
        // What OpenTelemetry's SDK answers for a trace that its sampler drops.
        using var foreign = Listening("Microsoft.AspNetCore", ActivitySamplingResult.PropagationData);

        Assert.DoesNotContain("framework", SendUnder("Microsoft.AspNetCore", static _ => { }));
        Assert.AreEqual(1, Log.Count("FrameworkSpansLeft"));
    }

    [TestMethod]
    [DataRow(FrameworkSpans.On, null)]
    [DataRow(FrameworkSpans.Auto, false)]
    public void Start_OthersSampleFrameworkSourceAndSegueIsToldTo_RecordsItAllTheSame(FrameworkSpans option, bool? guest)
    {
        using var foreign = Listening("Microsoft.AspNetCore", ActivitySamplingResult.AllDataAndRecorded);

        var sent = SendUnder("Microsoft.AspNetCore", options =>
        {
            options.FrameworkSpans = option;
            options.GuestMode = guest;
        });

        Assert.AreEqual("framework legacy", string.Join(" ", sent));
    }

    [TestMethod]
    public void Start_ListenerThatSamplesNothing_RecordsFrameworkSpans()
    {
        using var watching = Listening("Microsoft.AspNetCore", ActivitySamplingResult.None);

        Assert.AreEqual("framework legacy", string.Join(" ", SendUnder("Microsoft.AspNetCore", static _ => { })));
    }

    private static string[] SendUnder(string source, Action<SegueOptions> configure)
    {
        using var agent = new ScriptedListener();
        using var framework = new ActivitySource(source);
        using var tracing = SegueTracingTests.Start(agent, configure);
        using (framework.StartActivity("framework", ActivityKind.Server)) Tracer.Instance.StartActive("legacy").Dispose();
        tracing.ForceFlush(TimeSpan.FromSeconds(20));
        return [.. agent.Spans.Select(span => span.Resource).OrderBy(name => name, StringComparer.Ordinal)];
    }

    private static ActivityListener Listening(string name, ActivitySamplingResult result)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => result,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
