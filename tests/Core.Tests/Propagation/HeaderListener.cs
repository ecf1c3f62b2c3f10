using System.Net;
using System.Net.Sockets;

namespace Segue.Core.Tests.Propagation;

/// <summary>A server on a loopback port that keeps the headers of the requests it gets.</summary>
internal sealed class HeaderListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _served;

    internal HeaderListener()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        // What is current in the test must not flow into the server.
        using (ExecutionContext.SuppressFlow()) _served = Task.Run(ServeAsync);
    }

    internal Uri Address { get; }

    /// <summary>Headers of the last request; a name that came twice has its values joined by a comma.</summary>
    internal Dictionary<string, string> Last { get; private set; } = [];

    public void Dispose()
    {
        _listener.Close();
        _served.Wait(TimeSpan.FromSeconds(5));
    }

    private static int FreePort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                Last = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }
}
