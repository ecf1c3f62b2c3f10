using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using Segue.ContribDouble;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.MixedApi;

/// <summary>The double of OpenTracing.Contrib.NetCore beside every setting of the framework's sources, on an application's own provider with OpenTelemetry's samplers.</summary>
[TestClass]
public class LegacyInstrumentationTests
{
    private const string Legacy = "opentracing-shim";

    private readonly ExportedSpans _exported = new();
    private readonly TextMapPropagator _textMapBefore = Propagators.DefaultTextMapPropagator;
    private readonly DistributedContextPropagator _httpBefore = DistributedContextPropagator.Current;

    // What each setting is documented to record of the framework's own, beside the legacy spans.
    public static IEnumerable<object[]> Rows =>
        from framework in Enum.GetValues<FrameworkSpans>()
        from sampler in new[] { "parentbased", "always" }
        from caller in new[] { "none", "kept", "dropped" }
        select new object[] { framework, sampler, caller };

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        Baggage.Current = default;
    }

    [TestCleanup]
    public void TearDown()
    {
        Sdk.SetDefaultTextMapPropagator(_textMapBefore);
        DistributedContextPropagator.Current = _httpBefore;
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task Request_LegacyInstrumentation_NoSpanTwiceAndNoParentMissing(FrameworkSpans framework, string sampler, string caller)
    {
        using (var observer = new RequestObserver(new OpenTracingShim()).Subscribe())
        using (Provider(framework, sampler))
        await using (var web = await WebPair.StartAsync())
        {
            await RequestAsync(web, caller);
        }

        var dropped = caller == "dropped" && sampler == "parentbased";
        var clients = dropped ? 0 : caller == "none" ? 2 : 1;
        var servers = dropped ? 0 : 2;
        var isOn = framework == FrameworkSpans.On;
        Assert.AreEqual($"{clients} {servers}", Count(ActivityKind.Client, Legacy) + " " + Count(ActivityKind.Server, Legacy), _exported.ToString());
        Assert.AreEqual(isOn ? $"{clients} {servers}" : "0 0", Count(ActivityKind.Client, "System.Net.Http") + " " + Count(ActivityKind.Server, "Microsoft.AspNetCore"), _exported.ToString());
        Assert.HasCount(dropped ? 0 : ((clients + servers) * (isOn ? 2 : 1)) + 4, _exported.All, _exported.ToString());
        Assert.AreEqual("", string.Join(" ", _exported.Dangling(ActivitySpanId.CreateFromString(Some.SpanIdHex))), _exported.ToString());
        Assert.IsLessThanOrEqualTo(1, _exported.All.Select(span => span.TraceId).Distinct().Count());
        if (caller != "none") Assert.IsTrue(_exported.All.All(span => span.TraceId.ToHexString() == Some.TraceIdHex));
    }

    // By a client that nothing instruments, so that the caller is what its headers say.
    private static async Task RequestAsync(WebPair web, string caller)
    {
        if (caller == "none")
        {
            await web.GetAsync("/work");
            return;
        }

        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, web.Url + "/work");
        request.Headers.Add("traceparent", Some.TraceParent(caller == "kept"));
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private int Count(ActivityKind kind, string source) => _exported.All.Count(span => span.Kind == kind && span.Source.Name == source);

    private TracerProvider Provider(FrameworkSpans framework, string sampler) => Sdk.CreateTracerProviderBuilder()
        .AddSegue(options => options.FrameworkSpans = framework)
        .UseSeguePropagation()
        .SetSampler(sampler == "always" ? new AlwaysOnSampler() : new ParentBasedSampler(new AlwaysOnSampler()))
        .AddProcessor(new SimpleActivityExportProcessor(_exported))
        .Build();
}
