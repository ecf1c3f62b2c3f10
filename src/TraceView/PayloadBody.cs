using System.Net;

namespace Segue.TraceView;

/// <summary>Reads the body of a request without trusting the length that it declares.</summary>
internal static class PayloadBody
{
    /// <summary>Gives the body, or <see langword="null"/> when it is longer than the limit.</summary>
    internal static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpListenerRequest request, int maxBytes)
    {
        if (request.ContentLength64 > maxBytes) return null;
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = await request.InputStream.ReadAsync(buffer).ConfigureAwait(false);
            if (count == 0) return body.GetBuffer().AsMemory(0, (int)body.Length);
            if (body.Length + count > maxBytes) return null;
            body.Write(buffer, 0, count);
        }
    }
}
