using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;

namespace Segue.Attach.Tests;

/// <summary>A service that is traced with OpenTelemetry and nothing else, reached by HTTP.</summary>
internal sealed class OpenTelemetryService : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ActivitySource _source = new("Attach.Tests.Service." + Guid.NewGuid().ToString("N"));
    private readonly TextMapPropagator _propagator = new CompositeTextMapPropagator([new TraceContextPropagator(), new BaggagePropagator()]);
    private readonly TracerProvider _provider;
    private readonly ConcurrentQueue<Activity> _spans = new();

    internal OpenTelemetryService()
    {
        _provider = Sdk.CreateTracerProviderBuilder().AddSource(_source.Name).AddProcessor(new SimpleActivityExportProcessor(new Keeper(_spans))).Build();
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        free.Stop();
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    internal Uri Address { get; }

    /// <summary>The server spans that have ended.</summary>
    internal IReadOnlyCollection<Activity> Spans => _spans;

    public void Dispose()
    {
        _listener.Close();
        _provider.Dispose();
        _source.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var caller = _propagator.Extract(default, context.Request, static (request, name) => request.Headers.GetValues(name) ?? []);
                using (_source.StartActivity("serve", ActivityKind.Server, caller.ActivityContext)) context.Response.StatusCode = 200;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }

    private sealed class Keeper(ConcurrentQueue<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch) spans.Enqueue(activity);
            return ExportResult.Success;
        }
    }
}
