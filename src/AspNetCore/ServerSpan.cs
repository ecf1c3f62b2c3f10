using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue.AspNetCore;

/// <summary>One server span that the framework made, and what is written into it.</summary>
internal readonly struct ServerSpan(Activity activity, RecordedHeaders headers)
{
    private const string OtherMethod = "_OTHER";

    internal void Begin(HttpContext context)
    {
        try
        {
            var request = context.Request;
            if (HttpPropagator.TryTakeLinks(request.Headers, out var links))
            {
                foreach (var link in links) activity.AddLink(link);
            }

            var method = KnownMethod(request.Method);
            Set("http.request.method", method);
            if (method == OtherMethod) Set("http.request.method_original", request.Method);
            Set("url.scheme", request.Scheme);
            Set("url.path", (request.PathBase + request.Path).Value);
            if (request.Host.HasValue)
            {
                Set("server.address", request.Host.Host);
                if (request.Host.Port is { } port) Set("server.port", port);
            }

            if (request.Headers.UserAgent is { Count: > 0 } agent) Set("user_agent.original", agent.ToString());
            headers.Request(activity, request.Headers);
            if (request.Protocol.StartsWith("HTTP/", StringComparison.Ordinal)) Set("network.protocol.version", request.Protocol.Substring("HTTP/".Length));
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Enriching a server span", e.Message);
        }
    }

    internal void End(HttpContext context, Exception? thrown)
    {
        try
        {
            var response = context.Response;
            // The server answers for what nobody caught, after this.
            var status = thrown is null || response.HasStarted ? response.StatusCode : (thrown as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
            Set("http.response.status_code", status);
            headers.Response(activity, response.Headers);
            var handled = context.Features.Get<IExceptionHandlerFeature>();
            var error = thrown ?? handled?.Error;
            if (status >= 500 || (thrown is not null && !context.RequestAborted.IsCancellationRequested))
            {
                Set("error.type", error?.GetType().FullName ?? status.ToString(System.Globalization.CultureInfo.InvariantCulture));
                if (activity.Status == ActivityStatusCode.Unset) activity.SetStatus(ActivityStatusCode.Error);
            }

            Name(context.Request.Method, (context.GetEndpoint() ?? handled?.Endpoint) as RouteEndpoint);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Enriching a server span", e.Message);
        }
    }

    private void Name(string method, RouteEndpoint? endpoint)
    {
        var route = endpoint?.RoutePattern.RawText;
        if (route is not null && !route.StartsWith('/')) route = "/" + route;
        if (route is not null) Set("http.route", route);
        // Whoever named it already knows better.
        if (activity.DisplayName != activity.OperationName) return;
        var known = KnownMethod(method);
        if (known == OtherMethod) known = "HTTP";
        activity.DisplayName = route is null ? known : known + " " + route;
    }

    private void Set(string key, object? value)
    {
        if (value is not null && activity.GetTagItem(key) is null) activity.SetTag(key, value);
    }

    private static string KnownMethod(string method)
    {
        var canonical = HttpMethods.GetCanonicalizedValue(method);
        return HttpMethods.IsGet(canonical) || HttpMethods.IsPost(canonical) || HttpMethods.IsPut(canonical) || HttpMethods.IsDelete(canonical) || HttpMethods.IsHead(canonical)
            || HttpMethods.IsPatch(canonical) || HttpMethods.IsOptions(canonical) || HttpMethods.IsConnect(canonical) || HttpMethods.IsTrace(canonical)
            ? canonical
            : OtherMethod;
    }
}
