using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using Segue.Sdk.Tests.Support;
using Segue.Shim;

namespace Segue.Sdk.Tests.Setup;

/// <summary>Another tracer owns export: every span leaves exactly once.</summary>
[TestClass]
public class GuestModeTests : SdkTestBase
{
    private const string DatadogProfiler = "{846F5F1C-F9AE-4B07-969E-05C26BC060D8}";
    private const string AutoInstrumentationProfiler = "{918728dd-259f-4a6a-ac2b-b85e1b658318}";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [TestMethod]
    public void Start_ForeignListenerExports_EverySpanLeavesOnce()
    {
        Expect("Guest");
        using var agent = new ScriptedListener();
        var left = new List<string>();
        using var foreign = Exporting(left);
        using var tracing = SegueTracing.Start(options => Configure(options, agent));

        MakeSpans();
        Assert.IsTrue(tracing.ForceFlush(_patience));
        tracing.Dispose();

        CollectionAssert.AreEqual(new[] { "legacy", "native" }, left);
        Assert.AreEqual(0, agent.Connections);
        Assert.HasCount(1, Log.Written.Where(line => line.StartsWith("Guest", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Start_ProviderBuiltBefore_KeepsItsExitSamplerAndPropagators()
    {
        Expect("Guest");
        using var agent = new ScriptedListener();
        using var exported = new ExportedSpans();
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource("opentracing-shim", "Segue").AddProcessor(new SimpleActivityExportProcessor(exported)).Build();
        var textMap = Propagators.DefaultTextMapPropagator;
        var http = DistributedContextPropagator.Current;

        using var tracing = SegueTracing.Start(options => Configure(options, agent));
        MakeSpans();

        CollectionAssert.AreEqual(new[] { "legacy", "native" }, exported.All.Select(span => span.DisplayName).ToArray());
        Assert.AreSame(textMap, Propagators.DefaultTextMapPropagator);
        Assert.AreSame(http, DistributedContextPropagator.Current);
        Assert.AreSame(TracerProvider.Default, tracing.Provider);
        Assert.AreEqual(0, agent.Connections);
    }

    [TestMethod]
    [DataRow(null, "false")]
    [DataRow(false, "true")]
    public void Start_GuestModeOverruled_ExportsAllTheSame(bool? option, string variable)
    {
        Variables["SEGUE_GUEST_MODE"] = variable;
        using var agent = new ScriptedListener();
        var left = new List<string>();
        using var foreign = Exporting(left);
        using var tracing = SegueTracing.Start(options =>
        {
            Configure(options, agent);
            options.GuestMode = option;
        });

        MakeSpans();
        tracing.ForceFlush(_patience);

        CollectionAssert.AreEquivalent(left, agent.Spans.Select(span => span.Resource).ToArray());
        Assert.HasCount(2, left);
    }

    [TestMethod]
    public void Start_ListenerThatSamplesNothing_OwnsNothing()
    {
        using var agent = new ScriptedListener();
        using var watching = new ActivityListener { ShouldListenTo = static _ => true };
        ActivitySource.AddActivityListener(watching);
        using var tracing = SegueTracing.Start(options => Configure(options, agent));

        MakeSpans();
        tracing.ForceFlush(_patience);

        Assert.HasCount(2, agent.Spans);
    }

    [TestMethod]
    [DataRow("CORECLR_", DatadogProfiler, "Datadog")]
    [DataRow("CORECLR_", AutoInstrumentationProfiler, "OpenTelemetry's automatic instrumentation")]
    public void AddSegue_ProfilerAttached_AddsSourcesAndNothingElse(string prefix, string profiler, string owner)
    {
        Expect("Guest");
        Variables[prefix + "ENABLE_PROFILING"] = "1";
        Variables[prefix + "PROFILER"] = profiler;
        using var agent = new ScriptedListener();
        using var exported = new ExportedSpans();
        var textMap = Propagators.DefaultTextMapPropagator;
        using (var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSegue(options => Configure(options, agent)).AddDatadogAgentExporter(options => options.AgentUri = agent.Uri)
            .UseSegueSampler(options => options.SampleRate = 0).UseSeguePropagation()
            .AddProcessor(new SimpleActivityExportProcessor(exported)).Build())
        {
            MakeSpans();
        }

        Assert.HasCount(2, exported.All);
        Assert.AreSame(textMap, Propagators.DefaultTextMapPropagator);
        Assert.AreEqual(0, agent.Connections);
        Assert.Contains(owner, Log.Written.Single(line => line.StartsWith("Guest", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("Datadog.Trace, Version=3.52.0.0", true)]
    [DataRow("Datadog.Trace, Version=2.61.0.0", false)]
    [DataRow("Datadog.Trace.Manual, Version=3.52.0.0", false)]
    [DataRow("OpenTelemetry.AutoInstrumentation, Version=1.0.0.0", true)]
    [DataRow("OpenTelemetry, Version=1.0.0.0", false)]
    public void FindAttached_LoadedAssembly_OwnsWhereOnlyAnAttachedTracerHasTheName(string assembly, bool owns) =>
        Assert.AreEqual(owns, GuestDetection.FindAttached(static _ => null, [new AssemblyName(assembly)]) is not null);

    [TestMethod]
    [DataRow("0", DatadogProfiler)]
    [DataRow(null, DatadogProfiler)]
    [DataRow("1", "{00000000-0000-0000-0000-000000000000}")]
    public void FindAttached_ProfilerOfOthersOrSwitchedOff_OwnsNothing(string? enabled, string profiler) =>
        Assert.IsNull(GuestDetection.FindAttached(name => name.EndsWith("PROFILING", StringComparison.Ordinal) ? enabled : profiler, []));

    [TestMethod]
    [DataRow("COR_", true)]
    [DataRow("CORECLR_", false)]
    public void FindAttached_ProfilerOfTheOtherRuntime_OwnsNothing(string prefix, bool ownsOnNetFramework)
    {
        var onNetFramework = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);
        var variables = new Dictionary<string, string> { [prefix + "ENABLE_PROFILING"] = "1", [prefix + "PROFILER"] = DatadogProfiler };

        var owner = GuestDetection.FindAttached(name => variables.TryGetValue(name, out var value) ? value : null, []);

        Assert.AreEqual(ownsOnNetFramework == onNetFramework, owner is not null);
    }

    private static void MakeSpans()
    {
        new OpenTracingShim().BuildSpan("legacy").StartActive(true).Dispose();
        Tracer.Instance.StartActive("native").Dispose();
    }

    private static void Configure(SegueOptions options, ScriptedListener agent)
    {
        options.Exits.Add(SegueExit.Datadog);
        options.AgentUri = agent.Uri;
    }

    // A vendor's tracer: it takes every Activity that ends and sends it by itself.
    private static ActivityListener Exporting(List<string> left)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "opentracing-shim" or "Segue",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => left.Add(activity.OperationName),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
