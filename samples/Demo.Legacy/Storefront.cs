using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenTracing;
using OpenTracing.Propagation;
using OpenTracing.Tag;
using OpenTracing.Util;

namespace Demo.Legacy;

/// <summary>The shop's oldest service: an <see cref="HttpListener"/> that is traced by hand.</summary>
/// <remarks>
/// <para><c>GET /checkout?item=X</c> asks the inventory; <c>GET /ledger?item=X</c> notes a quote and is called by the pricing service.</para>
/// </remarks>
public sealed class Storefront : IDisposable
{
    private const int BindAttempts = 20;

    private readonly HttpListener _listener;
    private readonly TracedHttpClient _client = new();
    private readonly Func<Task<Uri>> _inventory;
    private readonly object _gate = new();
    private readonly List<Task> _pending = [];

    /// <summary>Listens on a free loopback port; requests are served from <see cref="ServeAsync"/> on.</summary>
    public Storefront(Func<Task<Uri>> inventory)
    {
        _inventory = inventory;
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

    public Uri Address { get; }

    /// <summary>Serves until <see cref="StopAsync"/>.</summary>
    public async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                continue;
            }

            var request = Task.Run(() => HandleAsync(context));
            lock (_gate)
            {
                _pending.RemoveAll(task => task.IsCompleted);
                _pending.Add(request);
            }
        }
    }

    /// <summary>Lets the requests under way end and takes no more.</summary>
    public async Task StopAsync()
    {
        Task[] pending;
        lock (_gate) pending = [.. _pending];
        await Task.WhenAll(pending).ConfigureAwait(false);
        _listener.Stop();
    }

    public void Dispose()
    {
        _listener.Close();
        _client.Dispose();
    }

    private static int FindFreePort()
    {
        var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        try
        {
            return ((IPEndPoint)socket.LocalEndpoint).Port;
        }
        finally
        {
            socket.Stop();
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        var tracer = GlobalTracer.Instance;
        var request = context.Request;
        var headers = request.Headers.AllKeys.ToDictionary(name => name, name => request.Headers[name]);
        var caller = tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
        using var scope = tracer.BuildSpan("storefront.request")
            .AsChildOf(caller)
            .WithTag(Tags.SpanKind, Tags.SpanKindServer)
            .WithTag(Tags.Component, "HttpListener")
            .WithTag(Tags.HttpMethod, request.HttpMethod)
            .WithTag(Tags.HttpUrl, request.Url.AbsolutePath)
            .WithTag("resource.name", request.HttpMethod + " " + request.Url.AbsolutePath)
            .StartActive(finishSpanOnDispose: true);
        var span = scope.Span;

        int status;
        var body = "";
        try
        {
            var item = request.QueryString["item"] ?? "";
            (status, body) = request.Url.AbsolutePath switch
            {
                "/checkout" => await CheckOutAsync(span, item).ConfigureAwait(false),
                "/ledger" => (200, Note(item)),
                _ => (404, ""),
            };
        }
        catch (Exception e)
        {
            status = 500;
            span.Log(new Dictionary<string, object> { [LogFields.Event] = "error", [LogFields.ErrorObject] = e });
        }

        span.SetTag(Tags.HttpStatus, status);
        if (status >= 500) span.SetTag(Tags.Error, true);
        try
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            context.Response.Headers["X-Trace-Id"] = span.Context.TraceId;
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes, 0, bytes.Length).ConfigureAwait(false);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            span.Log("caller is gone");
        }
    }

    private async Task<(int Status, string Body)> CheckOutAsync(ISpan span, string item)
    {
        span.SetBaggageItem("customer", "ada");
        var inventory = await _inventory().ConfigureAwait(false);
        return await _client.GetAsync("storefront.call_inventory", new Uri(inventory, "reserve?item=" + Uri.EscapeDataString(item))).ConfigureAwait(false);
    }

    private static string Note(string item)
    {
        using var scope = GlobalTracer.Instance.BuildSpan("ledger.note").WithTag(Tags.Component, "ledger").StartActive();
        scope.Span.SetTag("customer", scope.Span.GetBaggageItem("customer"));
        scope.Span.Log(new Dictionary<string, object> { [LogFields.Event] = "noted", ["item"] = item });
        return "noted";
    }
}
