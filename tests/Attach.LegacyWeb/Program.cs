using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTracing.Util;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
await using var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.MapGet("/orders/{id}", (string id) =>
{
    using var scope = GlobalTracer.Instance.BuildSpan("legacy.order").WithTag("order", id).StartActive();
    return scope.Span.Context.TraceId;
});

await app.StartAsync();
Console.WriteLine("LISTENING " + app.Urls.First());
// Whoever started it closes its input when it is to end.
await Console.In.ReadToEndAsync();
await app.StopAsync();
