using System.Globalization;
using System.Net.Http.Headers;
#if NET
using System.Net.Sockets;
#endif
using System.Text;

namespace Segue.Agent;

/// <summary>Posts payloads to a trace agent; the only file that does network I/O.</summary>
internal sealed class AgentTransport : IDisposable
{
    internal static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(500);

    internal const int MaxBodyBytes = 256 * 1024;

    private const string RatesVersion = "Datadog-Rates-Payload-Version";
    private const string AgentState = "Datadog-Agent-State";

    // An agent that moved to another address is found again once connections are made anew.
    private static readonly TimeSpan _connectionLifetime = TimeSpan.FromMinutes(1);
    private static readonly string _tracerVersion = typeof(AgentTransport).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly HttpClient _client;
    private readonly TimeSpan _requestTimeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly RequestThread _thread = new("Segue sender");
    private readonly Uri _traces;
    private readonly Uri _info;
    private string? _ratesVersion;

    internal AgentTransport(Uri agent, TimeSpan requestTimeout)
    {
        _requestTimeout = requestTimeout;
        _client = new HttpClient(CreateHandler(agent)) { Timeout = requestTimeout };
        var root = agent.Scheme == "unix" ? "http://localhost" : agent.AbsoluteUri.TrimEnd('/');
        _traces = new Uri(root + "/v0.4/traces");
        _info = new Uri(root + "/info");
    }

    internal bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Sends one payload, on a thread that may wait; never throws.</summary>
    internal Task<AgentResponse> SendAsync(Payload payload) => _thread.Run(() => Send(payload));

    /// <summary>Asks the agent what it can do, beside the payloads, which need not wait for it; never throws.</summary>
    internal Task<AgentResponse> AskAsync() => RequestThread.RunOnce(
        () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _info);
            return Answer(request, null);
        },
        "Segue agent question");

    /// <summary>Gives up the request under way and all later ones.</summary>
    internal void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The worker ended meanwhile.
        }
    }

    public void Dispose()
    {
        Stop();
        _thread.Dispose();
        _client.Dispose();
    }

    private AgentResponse Send(Payload payload)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _traces) { Content = new ByteArrayContent(payload.Buffer.Bytes, 0, payload.Buffer.Position) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/msgpack");
        var headers = request.Headers;
        headers.TryAddWithoutValidation("X-Datadog-Trace-Count", payload.Chunks.ToString(CultureInfo.InvariantCulture));
        headers.TryAddWithoutValidation("Datadog-Client-Computed-Top-Level", "1");
        headers.TryAddWithoutValidation("Datadog-Send-Real-Http-Status", "true");
        if (_ratesVersion is not null) headers.TryAddWithoutValidation(RatesVersion, _ratesVersion);
        return Answer(request, OnAccepted);
    }

    private AgentResponse Answer(HttpRequestMessage request, Action<HttpResponseMessage>? onBody)
    {
        try
        {
            request.Headers.TryAddWithoutValidation("Datadog-Meta-Lang", ".NET");
            request.Headers.TryAddWithoutValidation("Datadog-Meta-Lang-Interpreter", ".NET");
            request.Headers.TryAddWithoutValidation("Datadog-Meta-Lang-Version", Environment.Version.ToString());
            request.Headers.TryAddWithoutValidation("Datadog-Meta-Tracer-Version", _tracerVersion);
            request.Headers.TryAddWithoutValidation("x-datadog-tracing-enabled", "false");
            // The status decides: a body that breaks off after it must not have an accepted payload sent again.
#if NET
            using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
#else
            using var response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token).GetAwaiter().GetResult();
#endif
            var body = response.IsSuccessStatusCode ? ReadBody(response) : null;
            if (body is { Length: > 0 }) onBody?.Invoke(response);
            var state = response.Headers.TryGetValues(AgentState, out var states) ? string.Join(",", states) : null;
            return AgentResponse.FromStatus((int)response.StatusCode, body, state);
        }
        catch (OperationCanceledException)
        {
            return new AgentResponse(AgentOutcome.TryAgain, IsStopped ? "stopped" : "no answer within " + _requestTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s");
        }
        catch (Exception e)
        {
            return new AgentResponse(AgentOutcome.TryAgain, e.InnerException?.Message ?? e.Message);
        }
    }

    private void OnAccepted(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues(RatesVersion, out var versions)) _ratesVersion = string.Join(",", versions);
    }

    // Null when it is too long, too slow or broken off: the rates of before stay in force then.
    private string? ReadBody(HttpResponseMessage response)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(BodyTimeout);
            using var stream = response.Content.ReadAsStreamAsync().GetAwaiter().GetResult();
            using var read = new MemoryStream();
            var piece = new byte[4096];
            while (true)
            {
                // Mostly there already, beside the headers; only this way of reading can be given up.
#if NET
                var count = stream.ReadAsync(piece, patience.Token).AsTask().GetAwaiter().GetResult();
#else
                var count = stream.ReadAsync(piece, 0, piece.Length, patience.Token).GetAwaiter().GetResult();
#endif
                if (count == 0) return Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length);
                read.Write(piece, 0, count);
                if (read.Length > MaxBodyBytes) return null;
            }
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static HttpMessageHandler CreateHandler(Uri agent)
    {
#if NET
        // Without a propagator HttpClient neither makes an Activity of our request nor adds headers to it.
        var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = _connectionLifetime };
        if (agent.Scheme == "unix")
        {
            var endpoint = new UnixDomainSocketEndPoint(Uri.UnescapeDataString(agent.AbsolutePath));
            handler.ConnectCallback = (_, _) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    // A local socket connects at once or not at all.
                    socket.Connect(endpoint);
                    return new ValueTask<Stream>(new NetworkStream(socket, ownsSocket: true));
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
#else
        if (agent.Scheme == "unix") throw new ArgumentException("A Unix domain socket needs .NET 8 or later; use http://host:port.", nameof(agent));
        return new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
#endif
    }
}
