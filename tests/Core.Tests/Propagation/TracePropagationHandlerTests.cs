using System.Diagnostics;
using System.Net;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class TracePropagationHandlerTests : CoreTestBase
{
    private readonly DistributedContextPropagator _before = DistributedContextPropagator.Current;

    [TestCleanup]
    public void PutBack()
    {
        DistributedContextPropagator.Current = _before;
        TracePropagationHandler.IsSuppressed = null;
    }

    [TestMethod]
    public async Task Send_PropagatorInstalled_ServerGetsTheActiveSpanOnceInEachFormat()
    {
        Install();
        using var server = new HeaderListener();
        using var scope = Tracer.StartActive("client");
        Baggage.SetBaggage("k", "v");

        await SendAsync(server.Address);

        var span = Activity.Current!;
        Assert.AreEqual($"00-{span.TraceId}-{span.SpanId}-01", server.Last["traceparent"]);
        Assert.AreEqual(scope.Span.SpanId.ToString(), server.Last["x-datadog-parent-id"]);
        Assert.AreEqual("k=v", server.Last["baggage"]);
    }

    [TestMethod]
    public async Task Send_NothingInstalled_ServerGetsTheTraceOnce()
    {
        using var server = new HeaderListener();
        using var scope = Tracer.StartActive("client");

        await SendAsync(server.Address);

        var parts = server.Last["traceparent"].Split('-');
        Assert.HasCount(4, parts);
        Assert.AreEqual(Activity.Current!.TraceId.ToHexString(), parts[1]);
    }

    [TestMethod]
    public async Task Send_AnySpan_StartsNone()
    {
        Install();
        using var server = new HeaderListener();
        using (Tracer.StartActive("client")) await SendAsync(server.Address);

        Assert.HasCount(1, Spans.Started);
    }

    [TestMethod]
    public async Task Send_SpanThatNobodyRecords_PassesItsParentOn()
    {
        Install();
        using var server = new HeaderListener();
        Spans.Dispose();
        using var scope = Tracer.StartActive("client", new SpanCreationSettings { Parent = new SpanContext(7, 9, SamplingPriority.UserKeep) });

        await SendAsync(server.Address);

        Assert.AreEqual("7 9 2", string.Join(" ", server.Last["x-datadog-trace-id"], server.Last["x-datadog-parent-id"], server.Last["x-datadog-sampling-priority"]));
    }

    [TestMethod]
    [DataRow("127.*", "127.*", true, "k=v")]
    [DataRow("127.*", "shop.*", true, null)]
    [DataRow("shop.*", "127.*", false, null)]
    public async Task Send_HostPatterns_DecideAboutHeadersAndBaggage(string to, string baggageTo, bool headers, string? baggage)
    {
        DistributedContextPropagator.Current = new HttpPropagator(new CompositePropagator(), [to], [baggageTo]);
        using var server = new HeaderListener();
        using var scope = Tracer.StartActive("client");
        Baggage.SetBaggage("k", "v");

        await SendAsync(server.Address);

        Assert.AreEqual(headers, server.Last.ContainsKey("x-datadog-trace-id"));
        Assert.AreEqual(headers, server.Last.ContainsKey("traceparent"));
        Assert.AreEqual(baggage, server.Last.TryGetValue("baggage", out var value) ? value : null);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Send_Suppressed_WritesNothing(bool installed)
    {
        if (installed) DistributedContextPropagator.Current = new HttpPropagator(new CompositePropagator()) { IsSuppressed = static () => true };
        else TracePropagationHandler.IsSuppressed = static () => true;
        using var scope = Tracer.StartActive("client");

        Assert.AreEqual("", await SendToStubAsync(new HttpRequestMessage(HttpMethod.Get, "http://shop/")));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Send_HeaderIsThereAlready_IsReplaced(bool installed)
    {
        if (installed) Install();
        using var scope = Tracer.StartActive("client");
        var request = new HttpRequestMessage(HttpMethod.Get, "http://shop/");
        request.Headers.TryAddWithoutValidation("TraceParent", ["old", "older"]);

        Assert.Contains("traceparent=00-" + Activity.Current!.TraceId + "-" + Activity.Current.SpanId + "-01;", await SendToStubAsync(request));
    }

    [TestMethod]
    public async Task Send_NothingActive_WritesBaggageOnly()
    {
        Baggage.SetBaggage("k", "v");

        Assert.AreEqual("baggage=k=v;", await SendToStubAsync(new HttpRequestMessage(HttpMethod.Get, "http://shop/")));
    }

    [TestMethod]
    public async Task Send_PropagatorThrows_RequestIsSent()
    {
        var before = Propagators.DefaultTextMapPropagator;
        Sdk.SetDefaultTextMapPropagator(new ThrowingPropagator());
        try
        {
            Assert.AreEqual("", await SendToStubAsync(new HttpRequestMessage(HttpMethod.Get, "http://shop/")));
            ForgetFailures();
        }
        finally
        {
            Sdk.SetDefaultTextMapPropagator(before);
        }
    }

    private static void Install() => DistributedContextPropagator.Current = new HttpPropagator(new CompositePropagator());

    private static async Task SendAsync(Uri address)
    {
        using var client = new HttpClient(new TracePropagationHandler(new HttpClientHandler()));
        using var response = await client.GetAsync(address);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> SendToStubAsync(HttpRequestMessage request)
    {
        var stub = new Stub();
        using var client = new HttpClient(new TracePropagationHandler { InnerHandler = stub });
        using (await client.SendAsync(request)) return stub.Headers;
    }

    private sealed class Stub : HttpMessageHandler
    {
        internal string Headers { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Headers = string.Concat(request.Headers.Select(header => header.Key.ToLowerInvariant() + "=" + string.Join("|", header.Value) + ";"));
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    private sealed class ThrowingPropagator : TextMapPropagator
    {
        public override ISet<string> Fields => new HashSet<string> { "b3" };

        public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => context;

        public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter) => throw new InvalidOperationException("broken");
    }
}
