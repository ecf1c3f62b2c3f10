using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Segue.Sdk.Tests.Support;

/// <summary>A minimal HTTP/1.1 server on a real socket that keeps what it got and can misbehave.</summary>
internal sealed class ScriptedListener : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Reply> _script = new();
    private readonly List<ReceivedRequest> _requests = [];
    private int _connections;
    private Reply _last = Reply.Ok;

    internal ScriptedListener(int port = 0)
        : this(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Loopback, port))
    {
    }

    internal ScriptedListener(string socketPath)
        : this(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(socketPath))
    {
    }

    private ScriptedListener(Socket listener, EndPoint endpoint)
    {
        _listener = listener;
        _listener.Bind(endpoint);
        _listener.Listen();
        Uri = endpoint is IPEndPoint ? new Uri("http://127.0.0.1:" + Port.ToString(CultureInfo.InvariantCulture)) : new Uri("unix://" + endpoint);
        _ = Task.Run(AcceptAsync);
    }

    internal Uri Uri { get; }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    internal int Connections => Volatile.Read(ref _connections);

    internal IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    internal IEnumerable<SentSpan> Spans => Requests.SelectMany(request => request.Chunks()).SelectMany(chunk => chunk);

    /// <summary>A port on which nothing listens.</summary>
    internal static int ClosedPort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Answers the next requests by these in turn and all later ones by the last of them.</summary>
    internal ScriptedListener Answering(params Reply[] replies)
    {
        _last = replies[^1];
        foreach (var reply in replies) _script.Enqueue(reply);
        return this;
    }

    internal void WaitForRequests(int count)
    {
        var deadline = DateTime.UtcNow + _patience;
        lock (_requests)
        {
            while (_requests.Count < count)
            {
                var left = deadline - DateTime.UtcNow;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_requests, left)) Assert.Fail($"{_requests.Count} of {count} requests came");
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await ReadAsync(stream) is { } request)
            {
                if (!_script.TryDequeue(out var reply)) reply = _last;
                lock (_requests)
                {
                    _requests.Add(request);
                    Monitor.PulseAll(_requests);
                }

                await stream.WriteAsync(reply.Bytes, _stop.Token);
                if (reply.Waits) await Task.Delay(Timeout.Infinite, _stop.Token);
                if (reply.Closes) return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away, or the test is over.
        }
    }

    private async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !(head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Add(one[0]);
        }

        var text = Encoding.ASCII.GetString([.. head]);
        var length = new ReceivedRequest(text, [])["Content-Length"];
        var body = new byte[int.Parse(length ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new ReceivedRequest(text, body);
    }
}
