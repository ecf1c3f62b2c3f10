using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTracing.Propagation;
using Segue.Shim;
using Segue.TestKit;
using Segue.TraceView;

namespace Segue.MixedApi;

/// <summary>The three APIs across real HTTP, as a trace agent that decodes MessagePack from a socket sees them.</summary>
[TestClass]
public class LoopbackTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    private readonly OpenTracingShim _shim = new();
    private readonly HttpClient _http = new();

    [TestInitialize]
    public void SetUp() => Activity.Current = null;

    [TestCleanup]
    public void TearDown() => _http.Dispose();

    [TestMethod]
    public async Task Request_ThroughAllApis_IsOneConnectedTraceAtTheAgent()
    {
        using var agent = new TraceAgent();
        using var tracing = SegueTracing.Start(options =>
        {
            options.ServiceName = "mixed";
            options.FrameworkSpans = FrameworkSpans.On;
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Address;
            options.Sources.Add(Some.Source.Name);
        });
        await using var app = await StartServices();

        using (_shim.BuildSpan("legacy.client").StartActive()) Assert.AreEqual("done", await _http.GetStringAsync(app.Urls.First() + "/otel"));

        // A server's span ends after its client has the answer.
        Assert.IsTrue(SpinWait.SpinUntil(() => tracing.ForceFlush(_deadline) && agent.Spans.Count >= 13, _deadline), string.Join("\n", agent.Spans));
        var trace = TraceTree.Build(agent.Spans).Single();
        Assert.IsTrue(trace.IsConnected);
        Assert.HasCount(13, trace.Spans);
        var byId = trace.Spans.ToDictionary(span => span.SpanId);
        string Chain(string name)
        {
            var span = trace.Spans.Single(candidate => candidate.Name == name || candidate.Resource == name);
            var chain = span.Api;
            while (byId.TryGetValue(span.ParentId, out var parent))
            {
                span = parent;
                chain = span.Api + " > " + chain;
            }

            return chain;
        }

        const string Hop = " > framework > framework > ";
        Assert.AreEqual(
            "opentracing" + Hop + "opentelemetry > opentracing" + Hop + "native > opentelemetry > native" + Hop + "opentracing",
            Chain("legacy.leaf"));
        Assert.AreEqual("mixed", trace.Services.Single());
        Assert.AreEqual("leaf", trace.Spans.Single(span => span.Name == "legacy.leaf").Meta["tag"]);
    }

    [TestMethod]
    public async Task Request_SwitchedOff_RecordsNothingAndForwardsTheHeaders()
    {
        using var agent = new TraceAgent();
        using var tracing = SegueTracing.Start(options =>
        {
            options.Enabled = false;
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Address;
        });
        await using var app = await StartServices();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.First() + "/forward");
        request.Headers.Add("traceparent", Some.TraceParent());
        request.Headers.Add("baggage", "k=v");

        using var response = await _http.SendAsync(request);
        var seen = await response.Content.ReadAsStringAsync();

        Assert.AreEqual(Some.TraceParent() + " k=v", seen);
        Assert.IsTrue(tracing.ForceFlush(_deadline));
        Assert.AreEqual(0, agent.PayloadCount);
    }

    private async Task<WebApplication> StartServices()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        string Url(string path) => app.Urls.First() + path;

        app.MapGet("/otel", async () =>
        {
            using var outer = Some.Source.StartActivity("otel.work");
            using var legacy = _shim.BuildSpan("legacy.in.otel").StartActive();
            return await _http.GetStringAsync(Url("/native"));
        });
        app.MapGet("/native", async () =>
        {
            using var outer = Tracer.Instance.StartActive("native.work");
            using var middle = Some.Source.StartActivity("otel.in.native");
            using var inner = Tracer.Instance.StartActive("native.in.otel");
            return await _http.GetStringAsync(Url("/legacy"));
        });
        app.MapGet("/legacy", () =>
        {
            using var scope = _shim.BuildSpan("legacy.leaf").WithTag("tag", "leaf").StartActive();
            return "done";
        });
        app.MapGet("/forward", async (HttpRequest incoming) =>
        {
            var headers = incoming.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
            var parent = _shim.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
            using var scope = _shim.BuildSpan("forward").AsChildOf(parent).StartActive();
            using var request = new HttpRequestMessage(HttpMethod.Get, Url("/echo"));
            var sent = new Dictionary<string, string>();
            _shim.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(sent));
            foreach (var header in sent) request.Headers.Add(header.Key, header.Value);
            using var response = await _http.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        });
        app.MapGet("/echo", (HttpRequest incoming) => incoming.Headers.TraceParent + " " + incoming.Headers.Baggage);
        await app.StartAsync();
        return app;
    }
}
