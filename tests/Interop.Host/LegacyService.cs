using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenTracing;
using OpenTracing.Propagation;
using OpenTracing.Tag;
using OpenTracing.Util;

namespace Interop.Host;

/// <summary>What the peers do, in code that knows only OpenTracing.</summary>
/// <remarks>
/// <para><c>GET /call?id=&amp;decide=&amp;late=&amp;item=&amp;value=&amp;next=</c> serves a request, sets the tag <c>late</c> on its live span, and calls <c>next</c>,
/// each where it is given; <c>GET /flush</c> sends what is finished.</para>
/// </remarks>
internal sealed class LegacyService : IDisposable
{
    private const int BindAttempts = 20;

    private readonly HttpListener _listener;
    private readonly HttpClient _client = new();
    private readonly Func<bool> _flush;

    internal LegacyService(Func<bool> flush)
    {
        _flush = flush;
        for (var attempt = 1; ; attempt++)
        {
            Address = new Uri("http://127.0.0.1:" + FindFreePort() + "/");
            _listener = new HttpListener();
            _listener.Prefixes.Add(Address.AbsoluteUri);
            try
            {
                _listener.Start();
                return;
            }
            catch (HttpListenerException) when (attempt < BindAttempts)
            {
                // Somebody took the port between the look and the start.
                _listener.Close();
            }
        }
    }

    internal Uri Address { get; }

    internal async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, which the condition sees, or a connection that broke before its request was read.
            }
        }
    }

    public void Dispose()
    {
        _listener.Close();
        _client.Dispose();
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var body = "";
        try
        {
            if (context.Request.Url!.AbsolutePath == "/call") await CallAsync(context.Request);
            else if (!_flush()) context.Response.StatusCode = 503;
        }
        catch (Exception e)
        {
            context.Response.StatusCode = 500;
            body = e.ToString();
        }

        context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
    }

    private async Task CallAsync(HttpListenerRequest request)
    {
        var tracer = GlobalTracer.Instance;
        var query = request.QueryString;
        var headers = request.Headers.AllKeys.ToDictionary(name => name!, name => request.Headers[name]!);
        var caller = tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
        var builder = tracer.BuildSpan("legacy.request")
            .AsChildOf(caller)
            .WithTag(Tags.SpanKind, Tags.SpanKindServer)
            .WithTag("interop.id", query["id"]);
        if (string.IsNullOrEmpty(caller?.TraceId) && DecisionOf(query["decide"]) is { } decision) builder.WithTag(Tags.SamplingPriority, decision);
        using var scope = builder.StartActive(finishSpanOnDispose: true);
        if (caller is not null)
        {
            foreach (var item in caller.GetBaggageItems()) scope.Span.SetTag("seen." + item.Key, item.Value);
        }

        if (query["item"] is { Length: > 0 } key) scope.Span.SetBaggageItem(key, query["value"]);
        if (query["late"] is { Length: > 0 } late) scope.Span.SetTag(late, true);
        if (query["next"] is { Length: > 0 } next) await CallNextAsync(tracer, query["id"]!, next);
    }

    private async Task CallNextAsync(ITracer tracer, string id, string next)
    {
        using var scope = tracer.BuildSpan("legacy.call")
            .WithTag(Tags.SpanKind, Tags.SpanKindClient)
            .WithTag("interop.id", id)
            .StartActive(finishSpanOnDispose: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, next);
        var headers = new Dictionary<string, string>();
        tracer.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        foreach (var header in headers) request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static int? DecisionOf(string? text) => text switch
    {
        "drop" => 0,
        "keep-by-hand" => 1,
        _ => null,
    };

    private static int FindFreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
