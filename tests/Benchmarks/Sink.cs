using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Segue.Benchmarks;

/// <summary>An agent or collector in a process of its own that reads every request to its end, accepts it and keeps nothing.</summary>
internal static class Sink
{
    /// <summary>Serves until standard input ends; says the port in its first line and, at the end, requests and bytes.</summary>
    internal static void Run()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        long requests = 0, bytes = 0;
        _ = Task.Run(async () =>
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                _ = Task.Run(async () =>
                {
                    using (client) await ServeAsync(client.GetStream(), length =>
                    {
                        Interlocked.Increment(ref requests);
                        Interlocked.Add(ref bytes, length);
                    });
                });
            }
        });
        while (Console.ReadLine() is not null)
        {
        }

        Console.WriteLine(FormattableString.Invariant($"{requests} requests, {bytes} bytes"));
    }

    private static async Task ServeAsync(NetworkStream stream, Action<long> onRequest)
    {
        var answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        var buffer = new byte[256 * 1024];
        int filled = 0;
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(filled));
                if (read == 0) return;
                filled += read;
            }

            var head = Encoding.ASCII.GetString(buffer, 0, end);
            var at = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
            var length = at < 0 ? 0 : long.Parse(head[(at + 15)..].Split('\r')[0].Trim(), CultureInfo.InvariantCulture);
            var left = length - (filled - end - 4);
            while (left > 0)
            {
                var read = await stream.ReadAsync(buffer);
                if (read == 0) return;
                left -= read;
            }

            filled = 0;
            onRequest(length);
            await stream.WriteAsync(answer);
        }
    }
}
