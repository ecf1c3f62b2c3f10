using System.Diagnostics;
using Segue.Context;
using Segue.ContribDouble;
using Segue.Shim;
using Segue.TraceView;

namespace Segue.MixedApi;

/// <summary>A real request whose only header of ours is <c>jaeger-debug-id</c>, to a service that drops every trace of its own accord.</summary>
[TestClass]
public class DebugIdTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    [TestInitialize]
    public void SetUp() => Activity.Current = null;

    [TestMethod]
    [DataRow(FrameworkSpans.On, null, "server.request", 7)]
    [DataRow(FrameworkSpans.Off, false, "work.first", 4)]
    [DataRow(FrameworkSpans.Off, true, "HTTP GET", 7)]
    public async Task Request_DebugIdAlone_TraceIsKeptAndItsRootTagged(FrameworkSpans framework, bool? legacyServerSpans, string root, int count)
    {
        using var agent = new TraceAgent();
        using var tracing = SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Address;
            options.FrameworkSpans = framework;
            options.SampleRate = 0;
        });
        using var observer = legacyServerSpans is null ? null : new RequestObserver(legacyServerSpans == true ? new OpenTracingShim() : OpenTracing.Noop.NoopTracerFactory.Create()).Subscribe();
        await using var web = await WebPair.StartAsync();

        var headers = WebPair.Parse(await GetAsync(web.Url + "/work", DebugId.Key, "ticket-7"));

        Assert.IsTrue(SpinWait.SpinUntil(() => tracing.ForceFlush(_deadline) && agent.Spans.Count >= count, _deadline), string.Join("\n", agent.Spans));
        var spans = agent.Spans.ToList();
        Assert.HasCount(count, spans, string.Join("\n", spans));
        Assert.AreEqual("ticket-7", spans.Single(span => span.Meta.ContainsKey(DebugId.Key)).Meta[DebugId.Key]);
        Assert.AreEqual(1, spans.Select(span => span.TraceId).Distinct().Count());
        Assert.AreEqual(root, spans.Single(span => span.Meta.ContainsKey(DebugId.Key)).Name);
        Assert.AreEqual("2", string.Join(" ", spans.Where(span => span.Metrics.ContainsKey("_sampling_priority_v1")).Select(span => span.Metrics["_sampling_priority_v1"]).Distinct()));
        Assert.EndsWith("-01", headers["traceparent"]);
        Assert.DoesNotContain("ticket-7", string.Join("\n", headers));
        Assert.AreEqual("", await GetAsync(web.Url + "/baggage", DebugId.Key, "ticket-8"));
    }

    [TestMethod]
    public async Task Request_AfterOneWithADebugId_IsDecidedAsEver()
    {
        using var agent = new TraceAgent();
        using var tracing = SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Datadog);
            options.AgentUri = agent.Address;
            options.FrameworkSpans = FrameworkSpans.On;
            options.SampleRate = 0;
        });
        await using var web = await WebPair.StartAsync();
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, MaxConnectionsPerServer = 1 };
        using var http = new HttpClient(handler);

        foreach (var id in new[] { "ticket-7", null })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, web.Url + "/echo");
            if (id is not null) request.Headers.Add(DebugId.Key, id);
            (await http.SendAsync(request)).Dispose();
        }

        Assert.IsTrue(SpinWait.SpinUntil(() => tracing.ForceFlush(_deadline) && agent.Spans.Count >= 4, _deadline), string.Join("\n", agent.Spans));
        var roots = agent.Spans.Where(span => span.ParentId == 0).ToList();
        Assert.AreEqual("-1 2", string.Join(" ", roots.Select(span => span.Metrics["_sampling_priority_v1"]).Order()));
        Assert.AreEqual(2, roots.Single(span => span.Meta.ContainsKey(DebugId.Key)).Metrics["_sampling_priority_v1"]);
    }

    // By a client that adds nothing of its own.
    private static async Task<string> GetAsync(string url, string name, string value)
    {
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
