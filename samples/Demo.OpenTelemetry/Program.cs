using Demo;
using Demo.Inventory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OpenTracing.Util;
using Segue;
using Segue.Shim;

// An application that sets OpenTelemetry up itself, and adds Segue to it for the legacy library that it calls.
using var provider = Sdk.CreateTracerProviderBuilder()
    .ConfigureResource(resource => resource.AddService("demo-inventory", serviceVersion: "1.0.0"))
    .AddSource(InventoryService.ActivitySourceName)
    .AddSegue(options => options.Exits.Add(SegueExit.Datadog))
    .Build();
GlobalTracer.Register(new OpenTracingShim());

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");

var parent = new ParentProcess();
using var client = new HttpClient();
var inventory = new InventoryService(client, () => parent.Neighbour);
app.MapGet("/reserve", (string item) => inventory.ReserveAsync(item));

await app.StartAsync();
ParentProcess.Announce(app.Urls.First());
await parent.Gone;
await app.StopAsync();
