using System.Diagnostics;
using OpenTracing.Propagation;
using Segue.ContribDouble;
using Segue.Propagation;
using Segue.Shim;
using Segue.TestKit;
using Segue.TraceView;

namespace Segue.MixedApi;

/// <summary>ASP.NET Core and HttpClient with their own spans off, on and made by legacy instrumentation.</summary>
[TestClass]
public class FrameworkTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    private SelfLog _log = null!;

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        OpenTelemetry.Baggage.Current = default;
        _log = new SelfLog();
    }

    [TestCleanup]
    public void TearDown()
    {
        Assert.AreEqual(0, _log.Count("Failure"), string.Join("\n", _log.Written));
        _log.Dispose();
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0.0)]
    public async Task Request_FrameworkSpansOff_NoParentIsMissing(double? rate)
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options =>
        {
            options.FrameworkSpans = FrameworkSpans.Off;
            options.SampleRate = rate;
        });
        // Something has to make the framework's Activities.
        using var observer = new RequestObserver(OpenTracing.Noop.NoopTracerFactory.Create()).Subscribe();
        await using var web = await WebPair.StartAsync();

        var headers = await web.GetAsync("/work");

        var spans = await SpansAsync(tracing, agent, 4);
        Assert.AreEqual("echo.legacy work.first work.native work.second", string.Join(" ", spans.Select(span => span.Name).Order()));
        Assert.IsTrue(spans.All(span => span.TraceId == spans[0].TraceId), "one trace");
        Assert.AreEqual("", Missing(spans));
        Assert.AreEqual(spans.Single(span => span.Name == "work.second").SpanId, spans.Single(span => span.Name == "echo.legacy").ParentId);
        StringAssert.Contains(headers["traceparent"], spans.Single(span => span.Name == "work.second").SpanId.ToString("x16"));
        StringAssert.EndsWith(headers["traceparent"], rate is null ? "-01" : "-00");
    }

    [TestMethod]
    public async Task Request_FrameworkSpansOffBelowARemoteParent_ItIsTheParent()
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options => options.FrameworkSpans = FrameworkSpans.Off);
        using var observer = new RequestObserver(OpenTracing.Noop.NoopTracerFactory.Create()).Subscribe();
        await using var web = await WebPair.StartAsync();

        await GetPlainAsync(web.Url + "/bare", ("uber-trace-id", $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:3"));

        var echo = (await SpansAsync(tracing, agent, 1)).Single();
        Assert.AreEqual(Convert.ToUInt64(Some.SpanIdHex, 16), echo.ParentId);
        Assert.AreEqual(2, echo.Metrics["_sampling_priority_v1"]);
    }

    [TestMethod]
    public async Task Request_LegacyInstrumentationIsLoaded_NoSpanTwice()
    {
        using var agent = new TraceAgent();
        using var observer = new RequestObserver(new OpenTracingShim()).Subscribe();
        using var tracing = Start(agent, _ => { });
        await using var web = await WebPair.StartAsync();

        var headers = await web.GetAsync("/work");

        var spans = await SpansAsync(tracing, agent, 8);
        Assert.AreEqual(2, spans.Count(span => span.Name == "HTTP GET" && span.Meta["span.kind"] == "client"), string.Join("\n", spans));
        Assert.AreEqual(2, spans.Count(span => span.Name == "HTTP GET" && span.Meta["span.kind"] == "server"));
        Assert.HasCount(8, spans);
        Assert.AreEqual("", Missing(spans));
        Assert.IsTrue(TraceTree.Build(spans).Single().IsConnected);
        Assert.AreEqual(headers.Count, headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [TestMethod]
    [DataRow(PropagationStyle.TraceContext, "traceparent")]
    [DataRow(PropagationStyle.Datadog, "x-datadog-parent-id")]
    [DataRow(PropagationStyle.B3, "b3")]
    [DataRow(PropagationStyle.B3Multi, "X-B3-SpanId")]
    [DataRow(PropagationStyle.Jaeger, "uber-trace-id")]
    [DataRow(PropagationStyle.OtTracer, "ot-tracer-spanid")]
    public async Task Request_OneStyle_TheServerContinuesTheClient(PropagationStyle style, string name)
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options =>
        {
            options.FrameworkSpans = FrameworkSpans.On;
            options.Extract.Add(style);
            options.Inject.Add(style);
        });
        await using var web = await WebPair.StartAsync();

        var headers = await web.GetAsync("/work");

        Assert.IsTrue(headers.ContainsKey(name), string.Join("\n", headers));
        Assert.AreEqual(style == PropagationStyle.TraceContext, headers.ContainsKey("traceparent"));
        // Not one trace by its id in ot-tracer, whose headers have room for the lower half.
        var spans = await SpansAsync(tracing, agent, 8);
        Assert.AreEqual("", Missing(spans), string.Join("\n", spans));
        Assert.AreEqual(1, spans.Count(span => span.ParentId == 0));
    }

    [TestMethod]
    public async Task Request_LegacyCodeInjectedBefore_OneValueEach()
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options =>
        {
            options.FrameworkSpans = FrameworkSpans.On;
            options.Fleet = Fleet.Jaeger;
        });
        await using var web = await WebPair.StartAsync();
        var shim = new OpenTracingShim();
        var injected = new Dictionary<string, string>();
        using var scope = shim.BuildSpan("client").StartActive(true);
        scope.Span.SetBaggageItem("k", "v");
        shim.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(injected));

        var text = await web.GetAsync("/echo", [.. injected.Select(header => (header.Key, header.Value))]);

        Assert.AreEqual("k=v v", text["baggage"] + " " + text["uberctx-k"]);
        StringAssert.Contains(text["traceparent"], scope.Span.Context.TraceId);
        Assert.IsFalse(text["traceparent"].Contains(scope.Span.Context.SpanId, StringComparison.Ordinal), "the framework's own span is the nearer one");
    }

    [TestMethod]
    public async Task Request_HostNotAllowed_GetsNoHeaders()
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options =>
        {
            options.FrameworkSpans = FrameworkSpans.On;
            options.PropagateTo.Add("*.internal");
        });
        await using var web = await WebPair.StartAsync();
        using var scope = Tracer.Instance.StartActive("client");

        var headers = await web.GetAsync("/echo");

        Assert.AreEqual("Host", headers.Keys.Single());
    }

    [TestMethod]
    public async Task Request_BaggageInEveryFormat_ReachesTheServersActivity()
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options => options.FrameworkSpans = FrameworkSpans.On);
        await using var web = await WebPair.StartAsync();

        var seen = await GetPlainAsync(web.Url + "/baggage", ("uber-trace-id", $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:1"), ("uberctx-b", "2"), ("baggage", "a=1"));

        Assert.AreEqual("a=1 b=2", seen);
    }

    [TestMethod]
    [DataRow("uberctx-k")]
    [DataRow("ot-baggage-k")]
    [DataRow("baggage")]
    public async Task Request_BaggageAlone_ReachesTheServersActivity(string name)
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options => options.FrameworkSpans = FrameworkSpans.On);
        await using var web = await WebPair.StartAsync();

        // ASP.NET Core 8 asks for baggage only where it found a trace.
        var expected = Environment.Version.Major >= 9 ? "k=v" : "";
        Assert.AreEqual(expected, await GetPlainAsync(web.Url + "/baggage", (name, name == "baggage" ? "k=v" : "v")));
    }

    [TestMethod]
    public async Task Request_ContextAndBaggage_HeadersAreListedOnce()
    {
        using var agent = new TraceAgent();
        using var tracing = Start(agent, options => options.FrameworkSpans = FrameworkSpans.On);
        await using var web = await WebPair.StartAsync();
        var listed = 0;
        var before = HttpPropagator.HeaderLister;
        HttpPropagator.HeaderLister = _ =>
        {
            Interlocked.Increment(ref listed);
            return null;
        };
        try
        {
            Assert.AreEqual("a=1 b=2", await GetPlainAsync(web.Url + "/baggage", ("uber-trace-id", $"{Some.TraceIdHex}:{Some.SpanIdHex}:0:1"), ("uberctx-b", "2"), ("baggage", "a=1")));
        }
        finally
        {
            HttpPropagator.HeaderLister = before;
        }

        Assert.AreEqual(1, listed);
    }

    // By a client that adds nothing of its own.
    private static async Task<string> GetPlainAsync(string url, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static SegueTracing Start(TraceAgent agent, Action<SegueOptions> configure) => SegueTracing.Start(options =>
    {
        options.Exits.Add(SegueExit.Datadog);
        options.AgentUri = agent.Address;
        configure(options);
    });

    private static async Task<IReadOnlyList<ReceivedSpan>> SpansAsync(SegueTracing tracing, TraceAgent agent, int count)
    {
        // A server's span ends after its client has the answer.
        Assert.IsTrue(SpinWait.SpinUntil(() => tracing.ForceFlush(_deadline) && agent.Spans.Count >= count, _deadline), string.Join("\n", agent.Spans));
        Assert.IsTrue(await agent.WaitForSpans(spans => spans.Count >= count, _deadline));
        return [.. agent.Spans];
    }

    private static string Missing(IReadOnlyList<ReceivedSpan> spans) =>
        string.Join(" ", spans.Where(span => span.ParentId != 0 && spans.All(other => other.SpanId != span.ParentId)).Select(span => span.Name));
}
