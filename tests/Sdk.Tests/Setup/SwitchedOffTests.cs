using System.Diagnostics;
using OpenTelemetry.Trace;
using OpenTracing.Propagation;
using Segue.Sdk.Tests.Support;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

/// <summary><see cref="SegueTracing"/> and <c>AddSegue</c> with an off switch set: nothing recorded, no connection, headers forwarded.</summary>
[TestClass]
public class SwitchedOffTests : SdkTestBase
{
    private const string TraceState = "dd=s:2;o:rum;p:" + Some.SpanIdHex + ",foo=1";

    private static readonly Dictionary<string, string> _incoming = new() { ["traceparent"] = Some.TraceParent(), ["tracestate"] = TraceState, ["baggage"] = "user=1" };

    public static IEnumerable<object?[]> Switches => [["SEGUE_ENABLED", "false"], ["DD_TRACE_ENABLED", "false"], ["OTEL_SDK_DISABLED", "true"], [null, null]];

    [TestMethod]
    [DynamicData(nameof(Switches))]
    public void Start_Off_NothingRecordedAndNoConnection(string? name, string? value)
    {
        Expect("NobodyListens");
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, name, value);

        using (Tracer.Instance.StartActive("native")) Assert.IsNull(Activity.Current);
        new OpenTracingShim().BuildSpan("legacy").Start().Finish();
        Assert.IsNull(FinishedSpans.Source.StartActivity("listed"));
        Assert.IsTrue(tracing.ForceFlush(TimeSpan.FromSeconds(5)));
        tracing.Dispose();

        Assert.AreEqual(0, agent.Connections);
        Assert.AreEqual(0, Counters.Sum("segue.spans"));
        Assert.AreEqual("Started: switched off (" + (name ?? "option") + ")", Log.Written[0]);
    }

    [TestMethod]
    [DynamicData(nameof(Switches))]
    public void Start_Off_NativeApiForwardsHeaders(string? name, string? value)
    {
        Expect("NobodyListens");
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, name, value);
        var outgoing = new Dictionary<string, string>();

        var parent = new SpanContextExtractor().Extract(_incoming, (headers, key) => headers.TryGetValue(key, out var header) ? [header] : []);
        using var scope = Tracer.Instance.StartActive("native", new SpanCreationSettings { Parent = parent });
        new SpanContextInjector().Inject(outgoing, (headers, key, header) => headers[key] = header, scope.Span.Context);

        AssertForwarded(outgoing);
    }

    [TestMethod]
    [DynamicData(nameof(Switches))]
    public void Start_Off_ShimForwardsHeaders(string? name, string? value)
    {
        Expect("NobodyListens");
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, name, value);
        var outgoing = new Dictionary<string, string>();
        var shim = new OpenTracingShim();

        var parent = shim.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(_incoming));
        using var scope = shim.BuildSpan("legacy").AsChildOf(parent).StartActive(true);
        shim.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(outgoing));

        AssertForwarded(outgoing);
    }

    [TestMethod]
    public void AddSegue_Off_AddsNothing()
    {
        Variables["SEGUE_ENABLED"] = "false";
        using var agent = new ScriptedListener();
        Action<SegueOptions> configure = options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Uri;
        };
        using (var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName).AddSegue(configure).AddDatadogAgentExporter(configure).Build())
        {
            using var own = FinishedSpans.Source.StartActivity("the provider's own source")!;
            using var native = Tracer.Instance.StartActive("native");
            Assert.AreSame(own, Activity.Current);
        }

        Assert.AreEqual(0, agent.Connections);
    }

    // With the same state in the other format that is written by default.
    private static void AssertForwarded(Dictionary<string, string> outgoing)
    {
        foreach (var header in _incoming) Assert.AreEqual(header.Value, outgoing[header.Key]);
        Assert.AreEqual("2 rum", outgoing["x-datadog-sampling-priority"] + " " + outgoing["x-datadog-origin"]);
    }

    private SegueTracing Start(ScriptedListener agent, string? name, string? value)
    {
        if (name is not null) Variables[name] = value;
        return SegueTracingTests.Start(agent, options =>
        {
            options.Sources.Add(FinishedSpans.SourceName);
            options.Enabled = name is not null;
        });
    }
}
