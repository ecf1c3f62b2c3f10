using System.Net;
using System.Net.Sockets;

namespace Segue.CompatMatrix.Tests.Fleets;

/// <summary>A service's own server on loopback, and its own client.</summary>
internal sealed class HttpHost : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _accepting;

    private HttpHost(HttpListener listener, Uri address, Func<IDictionary<string, string>, Task> serve, bool hasPropagator)
    {
        // One process stands for all services, so the propagator of the migrated ones would be everybody's.
        var handler = new SocketsHttpHandler();
        if (!hasPropagator) handler.ActivityHeadersPropagator = null;
        Client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        _listener = listener;
        Address = address;
        using (ExecutionContext.SuppressFlow()) _accepting = Task.Run(() => AcceptAsync(serve));
    }

    internal Uri Address { get; }

    internal HttpClient Client { get; }

    internal static HttpHost Start(Func<IDictionary<string, string>, Task> serve, bool hasPropagator)
    {
        // A port that was free may be taken by the time that it is used.
        for (var attempt = 1; ; attempt++)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort()}/");
            var listener = new HttpListener { Prefixes = { address.ToString() } };
            try
            {
                listener.Start();
                return new HttpHost(listener, address, serve, hasPropagator);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    internal async Task SendAsync(Uri address, IEnumerable<KeyValuePair<string, string>> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var header in headers) Assert.IsTrue(request.Headers.TryAddWithoutValidation(header.Key, header.Value), header.Key);
        using var response = await Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        _listener.Close();
        _accepting.GetAwaiter().GetResult();
        Client.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task AnswerAsync(HttpListenerContext context, Func<IDictionary<string, string>, Task> serve)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in context.Request.Headers.AllKeys) headers[name!] = context.Request.Headers[name]!;
        try
        {
            await serve(headers);
        }
        catch (Exception e)
        {
            context.Response.StatusCode = 500;
            await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(e.ToString()));
        }

        context.Response.Close();
    }

    private async Task AcceptAsync(Func<IDictionary<string, string>, Task> serve)
    {
        var answers = new List<Task>();
        while (true)
        {
            try
            {
                answers.Add(AnswerAsync(await _listener.GetContextAsync(), serve));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                await Task.WhenAll(answers);
                return;
            }
        }
    }
}
