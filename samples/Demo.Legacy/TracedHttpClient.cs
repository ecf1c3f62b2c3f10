using OpenTracing;
using OpenTracing.Propagation;
using OpenTracing.Tag;
using OpenTracing.Util;

namespace Demo.Legacy;

/// <summary>Calls other services the way it was done with OpenTracing: a client span, injected into the headers.</summary>
public sealed class TracedHttpClient : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Sends a GET and gives status and body, whatever the status.</summary>
    public async Task<(int Status, string Body)> GetAsync(string operationName, Uri address)
    {
        var tracer = GlobalTracer.Instance;
        using var scope = tracer.BuildSpan(operationName)
            .WithTag(Tags.SpanKind, Tags.SpanKindClient)
            .WithTag(Tags.Component, "TracedHttpClient")
            .WithTag(Tags.HttpMethod, "GET")
            .WithTag(Tags.HttpUrl, address.AbsoluteUri)
            .StartActive(finishSpanOnDispose: true);

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var headers = new Dictionary<string, string>();
        tracer.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        foreach (var header in headers) request.Headers.TryAddWithoutValidation(header.Key, header.Value);

        try
        {
            using var response = await _client.SendAsync(request).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            scope.Span.SetTag(Tags.HttpStatus, status);
            if (status >= 400) scope.Span.SetTag(Tags.Error, true);
            return (status, await response.Content.ReadAsStringAsync().ConfigureAwait(false));
        }
        catch (HttpRequestException e)
        {
            scope.Span.SetTag(Tags.Error, true);
            scope.Span.Log(new Dictionary<string, object> { [LogFields.Event] = "error", [LogFields.ErrorObject] = e });
            throw;
        }
    }

    public void Dispose() => _client.Dispose();
}
