using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Segue.Context;

namespace Segue.AspNetCore;

/// <summary>Puts the enrichment of server spans before everything else in a host's pipeline.</summary>
internal sealed class RequestEnrichmentFilter(IConfiguration? configuration = null) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // A host's configuration has the environment in it.
        var headers = new RecordedHeaders(configuration?[RecordedHeaders.Variable]);
        app.Use(inner => context => Invoke(context, inner, headers));
        next(app);
    };

    private static Task Invoke(HttpContext context, RequestDelegate next, RecordedHeaders headers) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && !HiddenActivity.IsHidden(span)
            ? InvokeEnriched(context, next, new ServerSpan(span, headers))
            : next(context);

    private static async Task InvokeEnriched(HttpContext context, RequestDelegate next, ServerSpan span)
    {
        span.Begin(context);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.End(context, e);
            throw;
        }

        span.End(context, null);
    }
}
