using System.Diagnostics;
using OpenTelemetry;
using Segue.Sdk.Tests.Support;
using Segue.Shim;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class SegueTracingTests : SdkTestBase
{
    private static readonly ActivitySource _listed = new("Shop.Orders");
    private static readonly ActivitySource _unlisted = new("Elsewhere");
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [TestMethod]
    public void Start_EveryApi_IsRecorded()
    {
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, options => options.Sources.Add("Shop.*"));

        new OpenTracingShim().BuildSpan("legacy").StartActive(true).Dispose();
        Tracer.Instance.StartActive("native").Dispose();
        _listed.StartActivity("listed")!.Dispose();
        Assert.IsNull(_unlisted.StartActivity("unlisted"));
        tracing.ForceFlush(_patience);

        CollectionAssert.AreEquivalent(new[] { "legacy", "native", "listed" }, agent.Spans.Select(span => span.Resource).ToArray());
    }

    [TestMethod]
    [DataRow(FrameworkSpans.Auto, 1)]
    [DataRow(FrameworkSpans.On, 1)]
    [DataRow(FrameworkSpans.Off, 0)]
    public async Task Start_HttpClientIsUsed_FrameworkSpanUnlessOff(FrameworkSpans option, int expected)
    {
        using var neighbour = new ScriptedListener();
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, options => options.FrameworkSpans = option);
        using var client = new HttpClient();

        using (await client.GetAsync(new Uri(neighbour.Uri, "/cart")))
        {
        }

        tracing.ForceFlush(_patience);

        var spans = agent.Spans.Where(span => span.Meta["otel.library.name"] == "System.Net.Http").ToList();
        Assert.HasCount(expected, spans);
        Assert.IsTrue(spans.TrueForAll(span => span.Name == "http.client.request" && neighbour.Requests.Single()["traceparent"]!.Contains(span.SpanId.ToString("x16"), StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Start_ServiceEnvironmentVersionTags_AreOnSpans()
    {
        Variables["DD_ENV"] = "stage";
        Variables["DD_TAGS"] = "team:core";
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, options =>
        {
            options.ServiceName = "shop";
            options.Version = "1.2.3";
        });

        Tracer.Instance.StartActive("native").Dispose();
        tracing.ForceFlush(_patience);

        var sent = agent.Spans.Single();
        Assert.AreEqual("shop stage 1.2.3 core", string.Join(" ", sent.Service, sent.Meta["env"], sent.Meta["version"], sent.Meta["team"]));
        Assert.AreEqual("shop stage 1.2.3", string.Join(" ", CorrelationIdentifier.Service, CorrelationIdentifier.Env, CorrelationIdentifier.Version));
    }

    [TestMethod]
    public void Start_Settings_AreTheResource()
    {
        using var agent = new ScriptedListener();
        using var tracing = Start(agent, options =>
        {
            options.ServiceName = "shop";
            options.Environment = "stage";
            options.Version = "1";
            options.Tags["team"] = "core";
        });

        var resource = tracing.Provider.GetResource().Attributes.ToDictionary();

        Assert.AreEqual("shop stage 1 core", string.Join(" ", resource["service.name"], resource["deployment.environment.name"], resource["service.version"], resource["team"]));
    }

    [TestMethod]
    public void Start_SecondTime_ReturnsTheRunningOneAndCounts()
    {
        Expect("Misuse");
        using var agent = new ScriptedListener();
        using var first = Start(agent, options => options.ServiceName = "first");

        var second = Start(agent, options => options.ServiceName = "second");
        Tracer.Instance.StartActive("native").Dispose();
        first.ForceFlush(_patience);

        Assert.AreSame(first, second);
        Assert.AreEqual(1, Counters["segue.misuse/started_twice"]);
        Assert.AreEqual("first", CorrelationIdentifier.Service);
        Assert.AreEqual("first", agent.Spans.Single().Service);
    }

    [TestMethod]
    public void Start_AfterDispose_StartsAnew()
    {
        using var agent = new ScriptedListener();
        var first = Start(agent);
        first.Dispose();
        first.Dispose();

        using var second = Start(agent);
        Tracer.Instance.StartActive("native").Dispose();
        second.ForceFlush(_patience);

        Assert.AreNotSame(first, second);
        Assert.AreEqual("native", agent.Spans.Single().Resource);
        Assert.AreEqual(0, Counters["segue.misuse/started_twice"]);
    }

    [TestMethod]
    public void Start_BadOption_ThrowsAndLeavesNothingRunning()
    {
        Assert.ThrowsExactly<ArgumentException>(() => SegueTracing.Start(options => options.AgentUri = new Uri("ftp://agent")));

        using var agent = new ScriptedListener();
        using var tracing = Start(agent);
        Assert.IsNotNull(Tracer.Instance.StartSpan("native"));
        Assert.AreEqual(0, Counters["segue.misuse/started_twice"]);
    }

    [TestMethod]
    public void Start_Always_SaysItsConfigurationOnce()
    {
        using var agent = new ScriptedListener();

        using var tracing = Start(agent, options => options.ServiceName = "shop");

        StringAssert.Contains(Log.Written.Single(), "service=shop (option), env= (default), version= (default), tags= (default), exits=Datadog (option), agent=" + agent.Uri + " (option)");
    }

    [TestMethod]
    public void Start_ExporterNone_RecordsAndConnectsNowhere()
    {
        using var agent = new ScriptedListener();
        Variables["OTEL_TRACES_EXPORTER"] = "none";
        Variables["DD_TRACE_AGENT_URL"] = agent.Uri.ToString();

        using (SegueTracing.Start())
        {
            using var scope = Tracer.Instance.StartActive("native");
            Assert.IsTrue(Activity.Current!.Recorded);
        }

        Assert.AreEqual(0, agent.Connections);
    }

    [TestMethod]
    public void Dispose_SpansQueued_Delivers()
    {
        using var agent = new ScriptedListener();
        var tracing = Start(agent);
        Tracer.Instance.StartActive("native").Dispose();

        tracing.Dispose();

        Assert.AreEqual("native", agent.Spans.Single().Resource);
        Assert.IsTrue(tracing.ForceFlush(TimeSpan.Zero));
    }

    [TestMethod]
    public void Dispose_AgentNeverAnswers_EndsWithinItsBound()
    {
        Expect("ExitFailing");
        using var agent = new ScriptedListener().Answering(Reply.Never);
        var tracing = Start(agent);
        Tracer.Instance.StartActive("native").Dispose();
        var watch = Stopwatch.StartNew();

        Assert.IsFalse(tracing.ForceFlush(TimeSpan.FromMilliseconds(100)));
        tracing.Dispose();

        Assert.IsLessThan(TimeSpan.FromSeconds(9), watch.Elapsed);
        Until(() => Counters["segue.spans.dropped/agent_unavailable"] == 1, "what was under way is counted");
    }

    [TestMethod]
    [DataRow("return")]
    [DataRow("exit")]
    [DataRow("provider", DisplayName = "an exit on somebody's own provider")]
    public async Task ProcessExit_NobodyFlushes_Delivers(string way)
    {
        using var agent = new ScriptedListener();

        using var child = ChildProgram.Start(agent.Uri, way);
        var errors = child.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await child.WaitForExitAsync(deadline.Token);

        Assert.AreEqual(0, child.ExitCode, await errors);
        Assert.AreEqual("last words", agent.Spans.Single().Resource);
    }

    internal static SegueTracing Start(ScriptedListener agent, Action<SegueOptions>? configure = null) => SegueTracing.Start(options =>
    {
        options.Exits.Add(SegueExit.Datadog);
        options.AgentUri = agent.Uri;
        configure?.Invoke(options);
    });
}
