using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
#if NET
using System.Net.Sockets;
#endif
using System.Text;
#if NET
using OpenTelemetry;
#endif

namespace Segue.Agent;

/// <summary>Posts payloads to a trace agent; the only file that does network I/O.</summary>
internal sealed class AgentTransport : IDisposable
{
    internal static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(500);

    // An agent that moved to another address is found again once connections are made anew.
    internal static readonly TimeSpan DefaultConnectionLifetime = TimeSpan.FromMinutes(1);

    internal const int MaxBodyBytes = 256 * 1024;

#if NET
    // Were more of a body the system's before the agent reads it, a slow reader could not be told from one that has stopped.
    internal const int SendBufferBytes = 256 * 1024;

    // Looking after a connection that is idle makes its calls asynchronous; that is done at a quarter of this.
    internal static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(1);
#endif

    private const string RatesVersion = "Datadog-Rates-Payload-Version";
    private const string AgentState = "Datadog-Agent-State";

    private static readonly string _tracerVersion = typeof(AgentTransport).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly HttpClient _client;
    private readonly TimeSpan _requestTimeout;
    private readonly CancellationTokenSource _stop = new();
    private readonly RequestThread _thread = new("Segue sender");
    private readonly Uri _traces;
    private readonly Uri _info;
    private string? _ratesVersion;

    /// <param name="agent">Where it listens.</param>
    /// <param name="requestTimeout">How long a request goes on in which the agent neither takes nor answers anything.</param>
    /// <param name="connectionLifetime">How long a connection is used.</param>
    /// <param name="resolve">Finds its address; the system does where this is not given.</param>
    internal AgentTransport(Uri agent, TimeSpan requestTimeout, TimeSpan connectionLifetime, Func<DnsEndPoint, EndPoint>? resolve = null)
    {
        _requestTimeout = requestTimeout;
        _client = new HttpClient(CreateHandler(agent, connectionLifetime, resolve)) { Timeout = Timeout.InfiniteTimeSpan };
        var root = agent.Scheme == "unix" ? "http://localhost" : agent.AbsoluteUri.TrimEnd('/');
        _traces = new Uri(root + "/v0.4/traces");
#if !NET
        // Its client asks before it sends a body, and keeps connections for good.
        _client.DefaultRequestHeaders.ExpectContinue = false;
        ServicePointManager.FindServicePoint(_traces).ConnectionLeaseTimeout = (int)connectionLifetime.TotalMilliseconds;
#endif
        _info = new Uri(root + "/info");
    }

    internal bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Sends one payload, on a thread that may wait; never throws.</summary>
    internal Task<AgentResponse> SendAsync(Payload payload) => _thread.Run(() => Send(payload));

    /// <summary>Asks the agent what it can do, beside the payloads, which need not wait for it; never throws.</summary>
    internal Task<AgentResponse> AskAsync() => RequestThread.RunOnce(
        () =>
        {
            using var limit = Begin();
            using var request = new HttpRequestMessage(HttpMethod.Get, _info);
            return Answer(request, limit, null);
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
        using var limit = Begin();
        using var request = new HttpRequestMessage(HttpMethod.Post, _traces) { Content = new PayloadContent(payload.Buffer, limit, _requestTimeout) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/msgpack");
        var headers = request.Headers;
        headers.TryAddWithoutValidation("X-Datadog-Trace-Count", payload.Chunks.ToString(CultureInfo.InvariantCulture));
        headers.TryAddWithoutValidation("Datadog-Client-Computed-Top-Level", "1");
        headers.TryAddWithoutValidation("Datadog-Send-Real-Http-Status", "true");
        if (_ratesVersion is not null) headers.TryAddWithoutValidation(RatesVersion, _ratesVersion);
        return Answer(request, limit, OnAccepted);
    }

    private CancellationTokenSource Begin()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_requestTimeout);
        return limit;
    }

    private AgentResponse Answer(HttpRequestMessage request, CancellationTokenSource limit, Action<HttpResponseMessage>? onBody)
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
            using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
#else
            using var response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).GetAwaiter().GetResult();
#endif
            var body = response.IsSuccessStatusCode ? ReadBody(response) : null;
            if (body is { Length: > 0 }) onBody?.Invoke(response);
            var state = response.Headers.TryGetValues(AgentState, out var states) ? string.Join(",", states) : null;
            return AgentResponse.FromStatus((int)response.StatusCode, body, state);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return new AgentResponse(AgentOutcome.TryAgain, IsStopped ? "stopped" : "nothing taken or answered for " + _requestTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s");
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
                // .NET Framework's stream looks at the token only before it reads.
                var reading = stream.ReadAsync(piece, 0, piece.Length, patience.Token);
                reading.Wait(patience.Token);
                var count = reading.Result;
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

    private static HttpMessageHandler CreateHandler(Uri agent, TimeSpan connectionLifetime, Func<DnsEndPoint, EndPoint>? resolve)
    {
#if NET
        // Without a propagator HttpClient neither makes an Activity of our request nor adds headers to it.
        var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = connectionLifetime, PooledConnectionIdleTimeout = IdleTimeout };
        if (agent.Scheme == "unix")
        {
            var path = new UnixDomainSocketEndPoint(Uri.UnescapeDataString(agent.AbsolutePath));
            handler.ConnectCallback = (_, _) => Connect(path);
        }
        else
        {
            handler.ConnectCallback = (connection, cancellation) => ConnectAsync(resolve is null ? connection.DnsEndPoint : resolve(connection.DnsEndPoint), cancellation);
        }

        return handler;
#else
        if (agent.Scheme == "unix") throw new ArgumentException("A Unix domain socket needs .NET 8 or later; use http://host:port.", nameof(agent));
        return new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
#endif
    }

#if NET
    // Connected by a call that waits, a socket stays one whose calls wait, until one does not: no thread of the pool is woken and spins for each piece. It is a thread of
    // the pool that is asked to connect, so another is made for it, about once a minute.
    internal static ValueTask<Stream> ConnectAsync(EndPoint agent, CancellationToken cancellation)
    {
        var connected = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        RequestThread.Start(() => Connect(agent, connected, cancellation), "Segue connection");
        return new ValueTask<Stream>(connected.Task);
    }

    private static void Connect(EndPoint agent, TaskCompletionSource<Stream> connected, CancellationToken cancellation)
    {
        Socket? socket = null;
        try
        {
            using var suppressed = SuppressInstrumentationScope.Begin();
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.NoDelay = true;
            socket.SendBufferSize = SendBufferBytes;
            // Nobody waits on for it, though looking up a name goes on.
            using (cancellation.UnsafeRegister(
                _ =>
                {
                    connected.TrySetCanceled(cancellation);
                    // There a connection that is being made can't be given up, and disposing it would wait.
                    if (!OperatingSystem.IsMacOS()) socket.Dispose();
                },
                null))
            {
                socket.Connect(agent);
            }

            if (!connected.TrySetResult(new NetworkStream(socket, ownsSocket: true))) socket.Dispose();
        }
        catch (Exception e)
        {
            socket?.Dispose();
            connected.TrySetException(e);
        }
    }

    private static ValueTask<Stream> Connect(UnixDomainSocketEndPoint agent)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A local socket connects at once or not at all.
            socket.Connect(agent);
            return new ValueTask<Stream>(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
#endif
}
