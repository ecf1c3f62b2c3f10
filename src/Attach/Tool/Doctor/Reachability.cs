using System.Net.Sockets;

namespace Segue.Attach.Tool.Doctor;

/// <summary>Whether something accepts connections at an address; nothing is sent.</summary>
internal static class Reachability
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(3);

    /// <summary>Tries to connect.</summary>
    /// <returns>What failed; <see langword="null"/> when nothing did.</returns>
    internal static string? Try(Uri address)
    {
        try
        {
            using var limit = new CancellationTokenSource(_limit);
            if (address.Scheme == "unix")
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.ConnectAsync(new UnixDomainSocketEndPoint(address.LocalPath), limit.Token).AsTask().GetAwaiter().GetResult();
            }
            else
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.ConnectAsync(address.DnsSafeHost, address.Port, limit.Token).AsTask().GetAwaiter().GetResult();
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return $"nothing answered within {_limit.TotalSeconds:0} seconds";
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            return e.Message;
        }
    }
}
