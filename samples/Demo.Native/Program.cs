using Demo;
using Demo.Pricing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTracing.Util;
using Segue;
using Segue.Shim;

using var tracing = SegueTracing.Start(options => options.ServiceName = "demo-pricing");
GlobalTracer.Register(new OpenTracingShim());

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");

var parent = new ParentProcess();
using var client = new HttpClient();
var pricing = new PricingService(client, () => parent.Neighbour);
app.MapGet("/quote", (string item) => pricing.QuoteAsync(item));

await app.StartAsync();
ParentProcess.Announce(app.Urls.First());
await parent.Gone;
await app.StopAsync();
