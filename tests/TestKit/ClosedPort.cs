using System.Net;
using System.Net.Sockets;

namespace Segue.TestKit;

/// <summary>Ports of this machine on which nothing listens.</summary>
public static class ClosedPort
{
    private static readonly Random _random = new();

    /// <summary>Finds one outside what systems give away by default: other tests run in other processes.</summary>
    public static int Find()
    {
        while (true)
        {
            int port;
            lock (_random) port = _random.Next(20_000, 32_000);
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Another one.
            }
        }
    }
}
