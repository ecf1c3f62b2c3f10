using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using OpenTracing.Propagation;
using OpenTracing.Util;

namespace Classic;

/// <summary>The service that is asked: it continues the trace that the headers name.</summary>
internal sealed class Warehouse : IDisposable
{
    private readonly HttpListener _listener = new HttpListener();
    private readonly Task _served;

    internal Warehouse()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = new Uri("http://127.0.0.1:" + ((IPEndPoint)probe.LocalEndpoint).Port + "/");
        probe.Stop();
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _served = Task.Run((Func<Task>)ServeAsync);
    }

    internal Uri Address { get; }

    internal bool SawTheTrace { get; private set; }

    public void Dispose()
    {
        _listener.Close();
        _served.Wait();
    }

    private async Task ServeAsync()
    {
        var request = await _listener.GetContextAsync().ConfigureAwait(false);
        var headers = new System.Collections.Generic.Dictionary<string, string>();
        foreach (string name in request.Request.Headers) headers[name] = request.Request.Headers[name];

        var tracer = GlobalTracer.Instance;
        var caller = tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
        using (var scope = tracer.BuildSpan("stock.take").AsChildOf(caller).StartActive(true))
        {
            SawTheTrace = caller != null && scope.Span.GetBaggageItem("order") == "17";
        }

        request.Response.Close();
    }
}
