using System.Buffers;
using System.Buffers.Binary;

namespace Segue.Agent;

/// <summary>A growing byte buffer, kept between payloads, in which headers can be patched when their counts are known.</summary>
internal sealed class PayloadBuffer(int initialCapacity = 64 * 1024) : IBufferWriter<byte>
{
    private const int DoubledBytes = 2 * 1024 * 1024;

    private byte[] _bytes = new byte[initialCapacity];

    internal int Position { get; private set; }

    internal byte[] Bytes => _bytes;

    /// <summary>What it takes of memory, used or not.</summary>
    internal int Capacity => _bytes.Length;

    /// <summary>What it takes of memory and does not use.</summary>
    internal int Room => _bytes.Length - Position;

    public void Advance(int count) => Position += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Position);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Position);
    }

    /// <summary>Makes room for so many bytes more.</summary>
    internal void Ensure(int sizeHint)
    {
        var needed = Position + Math.Max(sizeHint, 256);
        if (needed <= _bytes.Length) return;
        // What is allocated counts while payloads wait, so that large ones must not be half empty.
        var grown = _bytes.Length < DoubledBytes ? _bytes.Length * 2 : _bytes.Length + (_bytes.Length / 8);
        Array.Resize(ref _bytes, Math.Max(needed, grown));
    }

    internal void Rewind(int position) => Position = position;

    /// <summary>Starts over; gives back what one oversized payload has made it grow to.</summary>
    internal void Clear()
    {
        Position = 0;
        if (_bytes.Length > 2 * Limits.EagerBytes) _bytes = new byte[initialCapacity];
    }

    /// <summary>Gives back what is neither used nor to be kept.</summary>
    internal void Trim(int kept)
    {
        kept = Math.Max(kept, Position);
        if (_bytes.Length > kept) Array.Resize(ref _bytes, kept);
    }

    /// <summary>Leaves room for an array or map header of fixed width; returns what <see cref="Patch"/> takes.</summary>
    internal int Reserve(byte code)
    {
        var header = GetSpan(5);
        header[0] = code;
        var position = Position;
        Position += 5;
        return position;
    }

    internal void Patch(int reserved, int count) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(reserved + 1), count);
}
