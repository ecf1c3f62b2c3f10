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
    internal static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(2);

    internal const int MaxBodyBytes = 256 * 1024;

    private const string RatesVersion = "Datadog-Rates-Payload-Version";

    private static readonly string _tracerVersion = typeof(AgentTransport).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _traces;
    private string? _ratesVersion;

    internal AgentTransport(Uri agent)
    {
        _client = new HttpClient(CreateHandler(agent)) { Timeout = RequestTimeout };
        _traces = agent.Scheme == "unix" ? new Uri("http://localhost/v0.4/traces") : new Uri(agent.AbsoluteUri.TrimEnd('/') + "/v0.4/traces");
    }

    /// <summary>Sends one payload; never throws.</summary>
    internal AgentResponse Send(byte[] payload, int length, int chunks)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _traces) { Content = new ByteArrayContent(payload, 0, length) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/msgpack");
            var headers = request.Headers;
            headers.TryAddWithoutValidation("Datadog-Meta-Lang", ".NET");
            headers.TryAddWithoutValidation("Datadog-Meta-Lang-Interpreter", ".NET");
            headers.TryAddWithoutValidation("Datadog-Meta-Lang-Version", Environment.Version.ToString());
            headers.TryAddWithoutValidation("Datadog-Meta-Tracer-Version", _tracerVersion);
            headers.TryAddWithoutValidation("X-Datadog-Trace-Count", chunks.ToString(CultureInfo.InvariantCulture));
            headers.TryAddWithoutValidation("Datadog-Client-Computed-Top-Level", "1");
            headers.TryAddWithoutValidation("Datadog-Send-Real-Http-Status", "true");
            headers.TryAddWithoutValidation("x-datadog-tracing-enabled", "false");
            if (_ratesVersion is not null) headers.TryAddWithoutValidation(RatesVersion, _ratesVersion);
            // The worker's own thread: blocking it blocks nobody else.
            // The status decides: a body that breaks off after it must not have an accepted payload sent again.
            using var response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token).GetAwaiter().GetResult();
            var body = response.IsSuccessStatusCode ? ReadBody(response) : null;
            if (body is { Length: > 0 } && response.Headers.TryGetValues(RatesVersion, out var versions)) _ratesVersion = string.Join(",", versions);
            return AgentResponse.FromStatus((int)response.StatusCode, body);
        }
        catch (OperationCanceledException)
        {
            return new AgentResponse(AgentOutcome.TryAgain, _stop.IsCancellationRequested ? "stopped" : "no answer within " + RequestTimeout.TotalSeconds + " s");
        }
        catch (Exception e)
        {
            return new AgentResponse(AgentOutcome.TryAgain, e.InnerException?.Message ?? e.Message);
        }
    }

    /// <summary>Waits, unless stopped meanwhile.</summary>
    internal bool Pause(TimeSpan delay) => !_stop.Token.WaitHandle.WaitOne(delay);

    /// <summary>Gives up the request under way and all later ones.</summary>
    internal void Stop() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
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
                var count = stream.ReadAsync(piece, 0, piece.Length, patience.Token).GetAwaiter().GetResult();
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
        var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        if (agent.Scheme == "unix")
        {
            var endpoint = new UnixDomainSocketEndPoint(Uri.UnescapeDataString(agent.AbsolutePath));
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endpoint, cancellation).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
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
