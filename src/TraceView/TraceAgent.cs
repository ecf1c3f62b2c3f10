using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Segue.TraceView;

/// <summary>A trace agent inside this process: takes what tracers send over a loopback socket and keeps it.</summary>
/// <remarks>
/// <para>Shape: <c>POST</c> or <c>PUT /v0.4/traces</c> is decoded, kept and answered with a rate of 1 for everything; <c>GET /info</c> names that
/// endpoint; everything else gets 404 or 405.</para>
/// <para>Errors: a malformed payload gets 400 and is counted, one above <see cref="MaxPayloadBytes"/> gets 413; neither ends the agent.</para>
/// <para>Threads and cost: safe from any thread; requests are handled on the thread pool.</para>
/// </remarks>
public sealed class TraceAgent : IDisposable
{
    /// <summary>Spans that are kept when nothing else is said.</summary>
    public const int DefaultCapacity = 100_000;

    /// <summary>Largest body that is read, in bytes; what a trace agent accepts by default.</summary>
    public const int MaxPayloadBytes = 25 * 1024 * 1024;

    private const string TracesPath = "/v0.4/traces";
    private const int BindAttempts = 20;

    private static readonly byte[] _accepted = """{"rate_by_service":{"service:,env:":1}}"""u8.ToArray();
    private static readonly byte[] _info = """{"endpoints":["/v0.4/traces"]}"""u8.ToArray();

    private readonly HttpListener _listener;
    private readonly SpanStore _store;
    private IReadOnlyDictionary<string, string> _lastRequestHeaders = new Dictionary<string, string>();
    private int _payloadCount;
    private int _refusedCount;

    /// <summary>Starts an agent.</summary>
    /// <param name="port">Port on 127.0.0.1; 0 takes a free one.</param>
    /// <param name="capacity">Spans to keep at most; the oldest are forgotten first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1, or <paramref name="port"/> is no port.</exception>
    /// <exception cref="HttpListenerException">The port is taken, or with 0 no free one was found.</exception>
    public TraceAgent(int port = 0, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, IPEndPoint.MinPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        _store = new SpanStore(capacity);
        (_listener, Address) = Listen(port);
        // Requests must not carry whatever span is current where the agent is started.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(AcceptAsync);
    }

    /// <summary>Raised after the spans of a payload were added, on the thread that handles the request.</summary>
    public event EventHandler? SpansReceived;

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:40123/</c>: the value for <c>DD_TRACE_AGENT_URL</c>.</summary>
    public Uri Address { get; }

    /// <summary>The spans received, in order of arrival; a snapshot.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => _store.Snapshot();

    /// <summary>Headers of the last request that carried traces, by name in any case; a snapshot.</summary>
    public IReadOnlyDictionary<string, string> LastRequestHeaders => Volatile.Read(ref _lastRequestHeaders);

    /// <summary>Payloads that were understood.</summary>
    public int PayloadCount => Volatile.Read(ref _payloadCount);

    /// <summary>Payloads that were malformed or too large.</summary>
    public int RefusedCount => Volatile.Read(ref _refusedCount);

    /// <summary>Spans that were forgotten to make room for newer ones.</summary>
    public long ForgottenCount => _store.Forgotten;

    /// <summary>Waits until what was received fulfils a condition.</summary>
    /// <param name="predicate">Asked now and after every payload.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns>Whether the condition was fulfilled in time.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<bool> WaitForSpans(Func<IReadOnlyList<ReceivedSpan>, bool> predicate, TimeSpan timeout, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        while (true)
        {
            var changed = _store.Changed;
            if (predicate(_store.Snapshot())) return true;
            try
            {
                await changed.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return predicate(_store.Snapshot());
            }
        }
    }

    /// <summary>Forgets all spans.</summary>
    public void Clear() => _store.Clear();

    /// <summary>Stops listening; what was received stays readable.</summary>
    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, Uri Address) Listen(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var address = new Uri($"http://127.0.0.1:{(port == 0 ? FindFreePort() : port)}/");
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add(address.AbsoluteUri);
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (port == 0 && attempt < BindAttempts)
            {
                // Somebody took the port between the look and the start.
                listener.Close();
            }
        }
    }

    // HttpListener can't be given port 0.
    private static int FindFreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);
                _ = Task.Run(() => HandleAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, which the condition sees, or a connection that broke before its request was read.
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            var (status, body) = await AnswerAsync(context.Request).ConfigureAwait(false);
            var response = context.Response;
            response.StatusCode = status;
            response.ContentType = "application/json";
            response.ContentLength64 = body.Length;
            await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
            response.Close();
        }
        catch (Exception)
        {
            // The sender is gone, or the agent was closed meanwhile.
            context.Response.Abort();
        }
    }

    private async Task<(int Status, byte[] Body)> AnswerAsync(HttpListenerRequest request)
    {
        var path = request.Url?.AbsolutePath;
        if (path == "/info") return request.HttpMethod == "GET" ? (200, _info) : (405, []);
        if (path != TracesPath) return (404, []);
        if (request.HttpMethod is not ("POST" or "PUT")) return (405, []);

        Volatile.Write(ref _lastRequestHeaders, HeadersOf(request));
        if (await PayloadBody.ReadAsync(request, MaxPayloadBytes).ConfigureAwait(false) is not { } payload)
        {
            Interlocked.Increment(ref _refusedCount);
            return (413, []);
        }

        if (!V04Decoder.TryDecode(payload, out var chunks, out var problem))
        {
            Interlocked.Increment(ref _refusedCount);
            return (400, Encoding.UTF8.GetBytes("{\"error\":\"" + System.Text.Json.JsonEncodedText.Encode(problem!) + "\"}"));
        }

        Interlocked.Increment(ref _payloadCount);
        _store.Add(chunks);
        SpansReceived?.Invoke(this, EventArgs.Empty);
        return (200, _accepted);
    }

    private static Dictionary<string, string> HeadersOf(HttpListenerRequest request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in request.Headers.AllKeys)
        {
            if (name is not null) headers[name] = request.Headers[name] ?? "";
        }

        return headers;
    }
}
