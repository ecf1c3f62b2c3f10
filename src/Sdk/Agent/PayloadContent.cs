using System.Net;

namespace Segue.Agent;

/// <summary>A payload as a request's body, handed over in pieces; the request's time begins anew with each that is taken.</summary>
internal sealed class PayloadContent(PayloadBuffer buffer, CancellationTokenSource limit, TimeSpan timeout) : HttpContent
{
    internal const int PieceBytes = 256 * 1024;

    private readonly byte[] _bytes = buffer.Bytes;
    private readonly int _length = buffer.Position;

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

#if NET
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var at = 0; at < _length; at += PieceBytes)
        {
            stream.Write(_bytes, at, Math.Min(PieceBytes, _length - at));
            limit.CancelAfter(timeout);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        SerializeToStream(stream, context, limit.Token);
        return Task.CompletedTask;
    }
#else
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var at = 0; at < _length; at += PieceBytes)
        {
            await stream.WriteAsync(_bytes, at, Math.Min(PieceBytes, _length - at), limit.Token).ConfigureAwait(false);
            limit.CancelAfter(timeout);
        }
    }
#endif
}
