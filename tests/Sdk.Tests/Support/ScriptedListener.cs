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
    private readonly List<ReceivedRequest> _questions = [];
    private Reply _last = Reply.Ok;

    internal ScriptedListener(int port = 0)
        : this(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Loopback, port))
    {
    }

    internal ScriptedListener(IPAddress address, int port, int receiveBufferBytes = 0)
        : this(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(address, port), receiveBufferBytes)
    {
    }

    internal ScriptedListener(string socketPath)
        : this(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(socketPath))
    {
    }

    private ScriptedListener(Socket listener, EndPoint endpoint, int receiveBufferBytes = 0)
    {
        _listener = listener;
        if (receiveBufferBytes > 0) _listener.ReceiveBufferSize = receiveBufferBytes;
        _listener.Bind(endpoint);
        _listener.Listen();
        Uri = endpoint is IPEndPoint ip ? new Uri("http://" + (ip.AddressFamily == AddressFamily.InterNetwork ? ip.Address : IPAddress.Loopback) + ":" + Port.ToString(CultureInfo.InvariantCulture)) : new Uri("unix://" + endpoint);
        _ = Task.Run(AcceptAsync);
    }

    internal Uri Uri { get; }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>The answer to <c>GET /info</c>, which is no part of the script.</summary>
    internal Reply Info { get; set; } = Reply.Status(404);

    /// <summary>How long it waits before it reads each piece of a body.</summary>
    internal TimeSpan ReadPause { get; set; }

    /// <summary>How many requests are read up to the middle of their body only, and then left alone; they are none of <see cref="Requests"/>.</summary>
    internal int StoppedReads { get; set; }

    /// <summary>Requests for what the agent can do.</summary>
    internal IReadOnlyList<ReceivedRequest> Questions
    {
        get
        {
            lock (_requests) return [.. _questions];
        }
    }

    internal IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    internal IEnumerable<SentSpan> Spans => Requests.SelectMany(request => request.Chunks()).SelectMany(chunk => chunk);

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
                var isQuestion = request.RequestLine.Contains("/info ", StringComparison.Ordinal);
                var reply = Info;
                if (!isQuestion && !_script.TryDequeue(out reply)) reply = _last;
                lock (_requests)
                {
                    (isQuestion ? _questions : _requests).Add(request);
                    Monitor.PulseAll(_requests);
                }

                await stream.WriteAsync(reply!.Bytes, _stop.Token);
                if (reply.EndsSending) socket.Shutdown(SocketShutdown.Send);
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
        if (StoppedReads > 0 && body.Length > 0)
        {
            StoppedReads--;
            await stream.ReadExactlyAsync(body.AsMemory(0, body.Length / 2), _stop.Token);
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        if (ReadPause == TimeSpan.Zero)
        {
            await stream.ReadExactlyAsync(body, _stop.Token);
        }
        else
        {
            const int Piece = 64 * 1024;
            for (var at = 0; at < body.Length; at += Piece)
            {
                await Task.Delay(ReadPause, _stop.Token);
                await stream.ReadExactlyAsync(body.AsMemory(at, Math.Min(Piece, body.Length - at)), _stop.Token);
            }
        }

        return new ReceivedRequest(text, body);
    }
}
