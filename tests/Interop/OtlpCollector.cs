using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Segue.Interop;

/// <summary>Takes what OpenTelemetry's exporter posts, and answers that it has it.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private const int BindAttempts = 20;

    private readonly HttpListener _listener;
    private readonly List<OtlpSpan> _spans = [];

    internal OtlpCollector()
    {
        for (var attempt = 1; ; attempt++)
        {
            Address = new Uri("http://127.0.0.1:" + FindFreePort() + "/");
            _listener = new HttpListener { Prefixes = { Address.AbsoluteUri } };
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < BindAttempts)
            {
                // Somebody took the port between the look and the start.
                _listener.Close();
            }
        }

        _ = TakeAsync();
    }

    internal Uri Address { get; }

    internal IReadOnlyList<OtlpSpan> Spans
    {
        get
        {
            lock (_spans) return [.. _spans];
        }
    }

    public void Dispose() => _listener.Close();

    public override string ToString() => string.Join(Environment.NewLine, Spans);

    private static int FindFreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var isTraces = context.Request.Url!.AbsolutePath == "/v1/traces";
                lock (_spans) _spans.AddRange(isTraces ? Read(body.ToArray()) : []);
                context.Response.StatusCode = isTraces ? 200 : 404;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    // ExportTraceServiceRequest: 1 resource spans { 1 resource { 1 attributes }, 2 scope spans { 2 spans } }.
    private static List<OtlpSpan> Read(byte[] body)
    {
        var spans = new List<OtlpSpan>();
        foreach (var resourceSpans in Protobuf.Messages(body, 1))
        {
            var service = Protobuf.Messages(resourceSpans, 1).SelectMany(resource => Protobuf.Messages(resource, 1)).Select(Attribute).Single(item => item.Key == "service.name").Value;
            foreach (var span in Protobuf.Messages(resourceSpans, 2).SelectMany(scope => Protobuf.Messages(scope, 2)))
            {
                var attributes = Protobuf.Messages(span, 9).Select(Attribute).ToDictionary(item => item.Key, item => item.Value);
                spans.Add(new OtlpSpan(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), attributes.GetValueOrDefault("interop.id", "")));
            }
        }

        return spans;
    }

    private static KeyValuePair<string, string> Attribute(byte[] message) => new(Text(message, 1), string.Concat(Protobuf.Messages(message, 2).Select(value => Text(value, 1))));

    private static string Text(byte[] message, int field) => string.Concat(Protobuf.Messages(message, field).Select(Encoding.UTF8.GetString));

    private static string Hex(byte[] message, int field) => string.Concat(Protobuf.Messages(message, field).Select(Convert.ToHexStringLower));
}
