using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.AspNetCore.Tests;

/// <summary>A real server and real requests; what the framework's span says afterwards.</summary>
[TestClass]
[DoNotParallelize]
public class ServerSpanTests
{
    private static readonly HttpClient _client = new();

    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly SemaphoreSlim _served = new(0);
    private ActivityListener _listener = null!;
    private SelfLog _log = null!;
    private WebApplication _app = null!;
    private string _address = "";

    [TestInitialize]
    public async Task SetUp()
    {
        DistributedContextPropagator.Current = new HttpPropagator(new CompositePropagator());
        _log = new SelfLog();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                _stopped.Enqueue(activity);
                _served.Release();
            },
        };
        ActivitySource.AddActivityListener(_listener);
        Environment.SetEnvironmentVariable("DD_TRACE_HEADER_TAGS", "X_User_Id:user.id, content-type,,X-Absent");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSegueAspNetCore();
        _app = builder.Build();
        _app.MapGet("/orders/{id}", static (int id) => id == 0 ? Results.StatusCode(503) : Results.Text("ok"));
        _app.MapGet("/boom", static string () => throw new InvalidOperationException("x"));
        _app.MapGet("/named", static (HttpContext context) =>
        {
            Activity.Current!.DisplayName = "mine";
            Activity.Current.SetTag("http.route", "/theirs");
            return "ok";
        });
        await _app.StartAsync();
        _address = _app.Urls.Single();
    }

    [TestCleanup]
    public async Task TearDown()
    {
        await _app.DisposeAsync();
        Environment.SetEnvironmentVariable("DD_TRACE_HEADER_TAGS", null);
        _listener.Dispose();
        DistributedContextPropagator.Current = DistributedContextPropagator.CreateDefaultPropagator();
        Assert.AreEqual(0, _log.Count("Failure"), string.Join("\n", _log.Written));
        _log.Dispose();
    }

    [TestMethod]
    public async Task Request_WithARoute_IsNamedAndDescribed()
    {
        var span = await Get("/orders/3?secret=1", HttpStatusCode.OK);

        Assert.AreEqual("GET /orders/{id}", span.DisplayName);
        Assert.AreEqual("/orders/{id}", span.GetTagItem("http.route"));
        Assert.AreEqual("GET", span.GetTagItem("http.request.method"));
        Assert.AreEqual(200, span.GetTagItem("http.response.status_code"));
        Assert.AreEqual("/orders/3", span.GetTagItem("url.path"));
        Assert.AreEqual("http", span.GetTagItem("url.scheme"));
        Assert.AreEqual("127.0.0.1", span.GetTagItem("server.address"));
        Assert.AreEqual(new Uri(_address).Port, span.GetTagItem("server.port"));
        Assert.AreEqual(ActivityStatusCode.Unset, span.Status);
        Assert.IsFalse(span.TagObjects.Any(tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true));
    }

    [TestMethod]
    public async Task Request_HeadersThatTheVariableLists_AreRecordedAndNoOthers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address + "/orders/3");
        request.Headers.Add("x-user-id", ["7", "8"]);
        request.Headers.Add("x-secret", "s");
        using var response = await _client.SendAsync(request);
        await _served.WaitAsync();
        Assert.IsTrue(_stopped.TryDequeue(out var span));

        CollectionAssert.AreEqual(new[] { "7, 8" }, (string[])span.GetTagItem("http.request.header.x-user-id")!);
        CollectionAssert.AreEqual(new[] { "text/plain; charset=utf-8" }, (string[])span.GetTagItem("http.response.header.content-type")!);
        Assert.HasCount(2, span.TagObjects.Where(tag => tag.Key.Contains(".header.", StringComparison.Ordinal)).ToList());
    }

    [TestMethod]
    public async Task Request_AnsweredWithServerError_IsAnError()
    {
        var span = await Get("/orders/0", HttpStatusCode.ServiceUnavailable);

        Assert.AreEqual(503, span.GetTagItem("http.response.status_code"));
        Assert.AreEqual("503", span.GetTagItem("error.type"));
        Assert.AreEqual(ActivityStatusCode.Error, span.Status);
    }

    [TestMethod]
    public async Task Request_ThatThrows_IsAnErrorOfThatType()
    {
        var span = await Get("/boom", HttpStatusCode.InternalServerError);

        Assert.AreEqual("GET /boom", span.DisplayName);
        Assert.AreEqual(500, span.GetTagItem("http.response.status_code"));
        Assert.AreEqual("System.InvalidOperationException", span.GetTagItem("error.type"));
        Assert.AreEqual(ActivityStatusCode.Error, span.Status);
    }

    [TestMethod]
    public async Task Request_WithoutARoute_IsNamedByItsMethodAndNoError()
    {
        var span = await Get("/none", HttpStatusCode.NotFound);

        Assert.AreEqual("GET", span.DisplayName);
        Assert.IsNull(span.GetTagItem("http.route"));
        Assert.AreEqual(ActivityStatusCode.Unset, span.Status);
    }

    [TestMethod]
    public async Task Request_NamedByTheApplication_KeepsItsNameAndTags()
    {
        var span = await Get("/named", HttpStatusCode.OK);

        Assert.AreEqual("mine", span.DisplayName);
        Assert.AreEqual("/theirs", span.GetTagItem("http.route"));
    }

    [TestMethod]
    public async Task Request_FromAJaegerPeer_ContinuesItsTraceWithBaggage()
    {
        var span = await Get("/orders/3", HttpStatusCode.OK, ("uber-trace-id", "0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331:0:1"), ("uberctx-user", "7"));

        Assert.AreEqual("0af7651916cd43dd8448eb211c80319c", span.TraceId.ToHexString());
        Assert.AreEqual("b7ad6b7169203331", span.ParentSpanId.ToHexString());
        Assert.AreEqual("7", span.GetBaggageItem("user"));
    }

    [TestMethod]
    public async Task Request_NamingTwoTraces_IsLinkedToTheOther()
    {
        var span = await Get(
            "/orders/3",
            HttpStatusCode.OK,
            ("traceparent", "00-5a5a5a5a5a5a5a5a0123456789abcdef-00aabbccddeeff01-01"),
            ("uber-trace-id", "0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331:0:1"));

        Assert.AreEqual("5a5a5a5a5a5a5a5a0123456789abcdef", span.TraceId.ToHexString());
        var link = span.Links.Single();
        Assert.AreEqual("0af7651916cd43dd8448eb211c80319c", link.Context.TraceId.ToHexString());
        Assert.AreEqual("terminated_context", link.Tags!.Single(tag => tag.Key == "reason").Value);
    }

    private async Task<Activity> Get(string path, HttpStatusCode expected, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address + path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await _client.SendAsync(request);
        Assert.AreEqual(expected, response.StatusCode);
        Assert.IsTrue(await _served.WaitAsync(TimeSpan.FromSeconds(30)), "The server's span did not stop.");
        return _stopped.Single();
    }
}
