using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenTracing;
using OpenTracing.Propagation;

namespace Segue.ContribDouble;

/// <summary>Starts legacy spans for requests from the framework's diagnostic events, as OpenTracing.Contrib.NetCore does.</summary>
public sealed class RequestObserver(ITracer tracer) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly HttpRequestOptionsKey<IScope> _clientScope = new("ot-scope");

    private readonly List<IDisposable> _subscriptions = [];

    public RequestObserver Subscribe()
    {
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        return this;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name is "Microsoft.AspNetCore" or "HttpHandlerDiagnosticListener") _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Key)
        {
            case "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start" when value.Value is HttpContext context:
                var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
                var parent = tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
                context.Items[this] = tracer.BuildSpan("HTTP " + context.Request.Method).AsChildOf(parent).WithTag("span.kind", "server").StartActive(true);
                break;
            case "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop" when value.Value is HttpContext { Items: var items }:
                (items[this] as IScope)?.Dispose();
                break;
            case "System.Net.Http.HttpRequestOut.Start" when Request(value.Value) is { } request:
                var scope = tracer.BuildSpan("HTTP " + request.Method).WithTag("span.kind", "client").StartActive(true);
                var injected = new Dictionary<string, string>();
                tracer.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(injected));
                foreach (var header in injected)
                {
                    request.Headers.Remove(header.Key);
                    request.Headers.Add(header.Key, header.Value);
                }

                request.Options.Set(_clientScope, scope);
                break;
            case "System.Net.Http.HttpRequestOut.Stop" when Request(value.Value) is { } request:
                if (request.Options.TryGetValue(_clientScope, out var open)) open.Dispose();
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    private static HttpRequestMessage? Request(object? payload) => payload?.GetType().GetProperty("Request")?.GetValue(payload) as HttpRequestMessage;
}
