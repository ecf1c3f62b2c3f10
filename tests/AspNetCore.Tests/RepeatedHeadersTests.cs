using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.AspNetCore.Tests;

/// <summary>A real server, to which lines are sent as they stand, since clients join copies of a header themselves.</summary>
[TestClass]
[DoNotParallelize]
public class RepeatedHeadersTests
{
    private const string Trace = "5a5a5a5a5a5a5a5a0123456789abcdef";
    private const string Span = "00aabbccddeeff01";
    private const string OtherTrace = "0af7651916cd43dd8448eb211c80319c";

    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly SemaphoreSlim _served = new(0);
    private ActivityListener _listener = null!;
    private Counters _counters = null!;
    private WebApplication _app = null!;

    [TestInitialize]
    public async Task SetUp()
    {
        DistributedContextPropagator.Current = new HttpPropagator(new CompositePropagator());
        _counters = new Counters();
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
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/", static () => "ok");
        await _app.StartAsync();
    }

    [TestCleanup]
    public async Task TearDown()
    {
        await _app.DisposeAsync();
        _listener.Dispose();
        _counters.Dispose();
        DistributedContextPropagator.Current = DistributedContextPropagator.CreateDefaultPropagator();
    }

    [TestMethod]
    [DataRow("traceparent: 00-" + Trace + "-" + Span + "-01")]
    [DataRow("uber-trace-id: " + Trace + ":" + Span + ":0:1")]
    [DataRow("b3: " + Trace + "-" + Span + "-1")]
    [DataRow("x-b3-traceid: " + Trace + "\r\nx-b3-spanid: " + Span + "\r\nx-b3-sampled: 1")]
    [DataRow("x-datadog-trace-id: 81985529216486895\r\nx-datadog-parent-id: 48057234611961601\r\nx-datadog-sampling-priority: 1\r\nx-datadog-origin: rum\r\nx-datadog-tags: _dd.p.tid=5a5a5a5a5a5a5a5a")]
    [DataRow("ot-tracer-traceid: " + Trace + "\r\not-tracer-spanid: " + Span + "\r\not-tracer-sampled: true")]
    public async Task Request_EachHeaderTwice_JoinsTheTrace(string headers)
    {
        var once = await Get(headers);
        var twice = await Get(headers + "\r\n" + headers);

        Assert.AreEqual(Trace + Span, twice.TraceId.ToHexString() + twice.ParentSpanId.ToHexString());
        Assert.AreEqual(once.TraceStateString, twice.TraceStateString);
        Assert.AreEqual(0, _counters["segue.misuse/context_conflict"]);
    }

    [TestMethod]
    public async Task Request_TwoTraceparentsThatDiffer_BeginsATrace()
    {
        var span = await Get($"traceparent: 00-{Trace}-{Span}-01\r\ntraceparent: 00-{OtherTrace}-{Span}-01");

        Assert.AreEqual(default, span.ParentSpanId);
        Assert.AreEqual(1, _counters["segue.misuse/traceparent_malformed"]);
    }

    [TestMethod]
    public async Task Request_TwoJaegerTraces_JoinsTheFirstAndCounts()
    {
        var span = await Get($"uber-trace-id: {Trace}:{Span}:0:1\r\nuber-trace-id: {OtherTrace}:{Span}:0:1");

        Assert.AreEqual(Trace, span.TraceId.ToHexString());
        Assert.AreEqual(1, _counters["segue.misuse/context_conflict"]);
    }

    private async Task<Activity> Get(string headers)
    {
        var address = new Uri(_app.Urls.Single());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: test\r\n{headers}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        StringAssert.StartsWith(await reader.ReadToEndAsync(), "HTTP/1.1 200");
        Assert.IsTrue(await _served.WaitAsync(TimeSpan.FromSeconds(30)), "The server's span did not stop.");
        Assert.IsTrue(_stopped.TryDequeue(out var span));
        return span;
    }
}
