using System.Text;

namespace Segue.Sdk.Tests.Support;

/// <summary>What a scripted listener does once it has read a request.</summary>
internal sealed class Reply
{
    private Reply(byte[] bytes, bool closes = false, bool waits = false, bool endsSending = false)
    {
        Bytes = bytes;
        Closes = closes;
        Waits = waits;
        EndsSending = endsSending;
    }

    internal static Reply Ok { get; } = Status(200, "{\"rate_by_service\":{}}");

    /// <summary>Nothing, until the listener is disposed.</summary>
    internal static Reply Never { get; } = new([], waits: true);

    /// <summary>The connection ends without an answer.</summary>
    internal static Reply HangUp { get; } = new([], closes: true);

    /// <summary>The connection ends within the body of a good answer.</summary>
    internal static Reply BreakOff { get; } = new(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"rate"), closes: true);

    /// <summary>The connection ends within the head of an answer.</summary>
    internal static Reply BreakOffInHead { get; } = new(Encoding.ASCII.GetBytes("HTTP/1.1 20"), closes: true);

    /// <summary>A good answer whose body doesn't go on, until the listener is disposed.</summary>
    internal static Reply Stall { get; } = new(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"rate"), waits: true);

    /// <summary>No answer, and no more to come on this connection, which goes on reading.</summary>
    internal static Reply HalfClose { get; } = new([], endsSending: true);

    internal static Reply Garbage { get; } = new([0x16, 0x03, 0x01, 0x00, 0xff, 0x0d, 0x0a, 0x0d, 0x0a], closes: true);

    internal byte[] Bytes { get; }

    internal bool Closes { get; }

    internal bool Waits { get; }

    internal bool EndsSending { get; }

    internal static Reply Status(int status, string body = "", string headers = "") =>
        new(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Scripted\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
}
