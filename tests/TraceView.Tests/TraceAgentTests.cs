using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Segue.TraceView.Tests;

[TestClass]
public sealed class TraceAgentTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly TraceAgent _agent = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = _limit };

    public TestContext TestContext { get; set; } = null!;

    [TestCleanup]
    public void Close()
    {
        _client.Dispose();
        _agent.Dispose();
    }

    [TestMethod]
    [DataRow("POST")]
    [DataRow("PUT")]
    public async Task Traces_GoodPayload_IsKeptAndAnsweredWithRates(string method)
    {
        using var response = await SendAsync(Payloads.Golden, method);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("""{"rate_by_service":{"service:,env:":1}}""", await response.Content.ReadAsStringAsync(TestContext.CancellationToken));
        Assert.AreEqual("application/json", response.Content.Headers.ContentType?.MediaType);
        CollectionAssert.AreEqual(new[] { 0xa1UL, 2UL }, _agent.Spans.Select(span => span.SpanId).ToArray());
        Assert.AreEqual(1, _agent.PayloadCount);
    }

    [TestMethod]
    public async Task Traces_ChunkedBody_IsKept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Traces) { Content = new ByteArrayContent(Payloads.Golden) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await _client.SendAsync(request, TestContext.CancellationToken);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.HasCount(2, _agent.Spans);
    }

    [TestMethod]
    public async Task Traces_MalformedPayload_IsRefusedAndTheNextOneKept()
    {
        using var refused = await SendAsync([0x91, 0x91, 0xc1]);
        using var kept = await SendAsync(Payloads.Golden);

        Assert.AreEqual(HttpStatusCode.BadRequest, refused.StatusCode);
        StringAssert.StartsWith(await refused.Content.ReadAsStringAsync(TestContext.CancellationToken), "{\"error\":\"", StringComparison.Ordinal);
        Assert.AreEqual(HttpStatusCode.OK, kept.StatusCode);
        Assert.AreEqual(1, _agent.RefusedCount);
        Assert.HasCount(2, _agent.Spans);
    }

    [TestMethod]
    public async Task Traces_DeclaredTooLarge_IsRefusedUnread()
    {
        var answer = await SendRawAsync($"POST /v0.4/traces HTTP/1.1\r\nHost: {_agent.Address.Authority}\r\nContent-Length: {TraceAgent.MaxPayloadBytes + 1}\r\n\r\n");

        StringAssert.StartsWith(answer, "HTTP/1.1 413", StringComparison.Ordinal);
        Assert.AreEqual(1, _agent.RefusedCount);
    }

    [TestMethod]
    public async Task Traces_ConnectionBreaksInTheBody_HarmsNobody()
    {
        await SendRawAsync($"POST /v0.4/traces HTTP/1.1\r\nHost: {_agent.Address.Authority}\r\nContent-Length: 100\r\n\r\nabc", readAnswer: false);
        using var response = await SendAsync(Payloads.Golden);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.HasCount(2, _agent.Spans);
    }

    [TestMethod]
    [DataRow("GET", "v0.4/traces", HttpStatusCode.MethodNotAllowed)]
    [DataRow("POST", "info", HttpStatusCode.MethodNotAllowed)]
    [DataRow("POST", "v0.5/traces", HttpStatusCode.NotFound)]
    [DataRow("GET", "", HttpStatusCode.NotFound)]
    public async Task Other_Requests_AreRefused(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_agent.Address, path));
        using var response = await _client.SendAsync(request, TestContext.CancellationToken);

        Assert.AreEqual(expected, response.StatusCode);
    }

    [TestMethod]
    public async Task Info_Get_NamesTheEndpoint() =>
        Assert.AreEqual("""{"endpoints":["/v0.4/traces"]}""", await _client.GetStringAsync(new Uri(_agent.Address, "info"), TestContext.CancellationToken));

    [TestMethod]
    public async Task LastRequestHeaders_AfterTraces_AreThoseOfTheLastRequestInAnyCase()
    {
        using var first = await SendAsync(Payloads.Golden, count: "1");
        using var second = await SendAsync(Payloads.Golden, count: "2");

        Assert.AreEqual("2", _agent.LastRequestHeaders["x-datadog-trace-count"]);
        Assert.AreEqual("application/msgpack", _agent.LastRequestHeaders["content-type"]);
    }

    [TestMethod]
    public async Task WaitForSpans_TheyArriveMeanwhile_GivesTrue()
    {
        var wait = _agent.WaitForSpans(spans => spans.Count >= 4, _limit, TestContext.CancellationToken);
        using var first = await SendAsync(Payloads.Golden);
        Assert.IsFalse(wait.IsCompleted);
        using var second = await SendAsync(Payloads.Golden);

        Assert.IsTrue(await wait);
    }

    [TestMethod]
    public async Task WaitForSpans_TheyNeverArrive_GivesFalseAtTheLimit() =>
        Assert.IsFalse(await _agent.WaitForSpans(spans => spans.Count > 0, TimeSpan.FromMilliseconds(20), TestContext.CancellationToken));

    [TestMethod]
    public async Task WaitForSpans_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        var wait = _agent.WaitForSpans(spans => false, _limit, cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
    }

    [TestMethod]
    public async Task SpansReceived_Payload_IsRaisedOnceTheSpansAreThere()
    {
        var seen = new TaskCompletionSource<int>();
        _agent.SpansReceived += (_, _) => seen.TrySetResult(_agent.Spans.Count);
        using var response = await SendAsync(Payloads.Golden);

        Assert.AreEqual(2, await seen.Task.WaitAsync(_limit, TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task Spans_AboveCapacity_AreTheNewest()
    {
        using var small = new TraceAgent(capacity: 2);
        using var response = await SendAsync(Payloads.Chunk((1, 0), (2, 1), (3, 1)), agent: small);

        CollectionAssert.AreEqual(new[] { 2UL, 3UL }, small.Spans.Select(span => span.SpanId).ToArray());
        Assert.AreEqual(1L, small.ForgottenCount);
    }

    [TestMethod]
    public async Task Clear_AfterSpans_ForgetsThem()
    {
        using var response = await SendAsync(Payloads.Golden);
        _agent.Clear();

        Assert.IsEmpty(_agent.Spans);
    }

    [TestMethod]
    public async Task Spans_SentByManyAtOnce_AreAllThere()
    {
        var responses = await Task.WhenAll(Enumerable.Range(1, 50).Select(id => SendAsync(Payloads.Chunk(((ulong)id, 0)))));

        Assert.IsTrue(responses.All(response => response.IsSuccessStatusCode));
        CollectionAssert.AreEquivalent(Enumerable.Range(1, 50).Select(id => (ulong)id).ToArray(), _agent.Spans.Select(span => span.SpanId).ToArray());
    }

    [TestMethod]
    public async Task Spans_AgentStartedInsideASpan_AreReceivedOutsideIt()
    {
        using var current = new Activity("test").Start();
        using var agent = new TraceAgent();
        var seen = new TaskCompletionSource<Activity?>();
        agent.SpansReceived += (_, _) => seen.TrySetResult(Activity.Current);
        using var response = await SendAsync(Payloads.Golden, agent: agent);

        Assert.IsNull(await seen.Task.WaitAsync(_limit, TestContext.CancellationToken));
    }

    [TestMethod]
    public void Constructor_PortTaken_Throws() => Assert.Throws<HttpListenerException>(() => new TraceAgent(_agent.Address.Port));

    [TestMethod]
    [DataRow(-1, 1)]
    [DataRow(65_536, 1)]
    [DataRow(0, 0)]
    public void Constructor_OutOfRange_Throws(int port, int capacity) => Assert.Throws<ArgumentOutOfRangeException>(() => new TraceAgent(port, capacity));

    [TestMethod]
    public async Task Dispose_Twice_RefusesConnectionsAndKeepsTheSpans()
    {
        using var response = await SendAsync(Payloads.Golden);
        _agent.Dispose();
        _agent.Dispose();

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Payloads.Golden));
        Assert.HasCount(2, _agent.Spans);
    }

    private Uri Traces => new(_agent.Address, "v0.4/traces");

    private async Task<HttpResponseMessage> SendAsync(byte[] payload, string method = "POST", string count = "1", TraceAgent? agent = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri((agent ?? _agent).Address, "v0.4/traces")) { Content = new ByteArrayContent(payload) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/msgpack");
        request.Headers.Add("X-Datadog-Trace-Count", count);
        return await _client.SendAsync(request, TestContext.CancellationToken);
    }

    private async Task<string> SendRawAsync(string text, bool readAnswer = true)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _agent.Address.Port, TestContext.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.CancellationToken);
        if (!readAnswer) return "";
        var buffer = new byte[1024];
        var length = await stream.ReadAtLeastAsync(buffer, 12, cancellationToken: TestContext.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
