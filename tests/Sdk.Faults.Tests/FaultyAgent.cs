using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Segue.Sdk.Faults.Tests;

/// <summary>An agent on blocking sockets, which every runtime has, that answers its requests for traces by a script; the last answer stays.</summary>
internal sealed class FaultyAgent : IDisposable
{
    internal const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    internal const string Busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";

    /// <summary>A good answer whose body does not go on.</summary>
    internal const string StalledBody = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"rate";

    /// <summary>An answer that does not come.</summary>
    internal const string Silence = "";

    private const string NotFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string> _script;
    private readonly List<int> _bodies = [];
    private readonly List<string> _heads = [];
    private readonly List<TcpClient> _clients = [];
    private string _answer = Ok;

    internal FaultyAgent(params string[] script)
    {
        _script = new Queue<string>(script);
        _listener.Start();
        Start(Accept);
    }

    internal Uri Uri => new("http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>Lengths of the payloads that came, in order.</summary>
    internal IReadOnlyList<int> Bodies
    {
        get
        {
            lock (_bodies) return [.. _bodies];
        }
    }

    /// <summary>Heads of the requests that brought them.</summary>
    internal IReadOnlyList<string> Heads
    {
        get
        {
            lock (_bodies) return [.. _heads];
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients) _clients.ForEach(client => client.Dispose());
    }

    private static void Start(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side went away, or the test is over.
        }
    })
    { IsBackground = true }.Start();

    private static string? ReadHead(Stream stream)
    {
        var head = new StringBuilder();
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            var next = stream.ReadByte();
            if (next < 0) return null;
            head.Append((char)next);
        }

        return head.ToString();
    }

    private static int ReadBody(Stream stream, string head)
    {
        var line = head.Split('\n').FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var length = line is null ? 0 : int.Parse(line.Substring("Content-Length:".Length).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        var piece = new byte[64 * 1024];
        for (var left = length; left > 0;)
        {
            var count = stream.Read(piece, 0, Math.Min(piece.Length, left));
            if (count == 0) throw new IOException("The body broke off.");
            left -= count;
        }

        return length;
    }

    private void Accept()
    {
        while (true)
        {
            var client = _listener.AcceptTcpClient();
            lock (_clients) _clients.Add(client);
            Start(() => Serve(client));
        }
    }

    private void Serve(TcpClient client)
    {
        var stream = client.GetStream();
        while (ReadHead(stream) is { } head)
        {
            if (head.IndexOf("100-continue", StringComparison.OrdinalIgnoreCase) >= 0) Write(stream, Continue);
            var length = ReadBody(stream, head);
            var answer = NotFound;
            if (head.IndexOf("/v0.4/traces ", StringComparison.Ordinal) >= 0)
            {
                lock (_bodies)
                {
                    _bodies.Add(length);
                    _heads.Add(head);
                    if (_script.Count > 0) _answer = _script.Dequeue();
                    answer = _answer;
                }
            }

            Write(stream, answer);
        }
    }

    private static void Write(Stream stream, string answer)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);
        stream.Write(bytes, 0, bytes.Length);
    }
}
