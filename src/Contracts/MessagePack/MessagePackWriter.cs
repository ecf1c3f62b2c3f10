using System.Buffers;
using System.Runtime.CompilerServices;

namespace MessagePack;

/// <summary>Encodes values in MessagePack form straight into the spans of a buffer writer.</summary>
/// <remarks>
/// <para>Shape: each value takes its shortest form, except from the members that name a width. The pre-2013 dialect (OldSpec) is left out.</para>
/// <para>Errors: negative counts throw <see cref="OverflowException"/>; what the buffer writer throws passes through.</para>
/// <para>Threads and cost: one thread; allocates nothing itself (netstandard2.0 borrows pooled arrays for text). Bytes are the buffer
/// writer's only after <see cref="Flush"/> or when a span is exhausted.</para>
/// <para>Source: <see href="https://github.com/msgpack/msgpack/blob/8aa09e2a6a9180a49fc62ecfefe149f063cc5e4b/spec.md#formats">MessagePack formats</see>.</para>
/// </remarks>
internal ref partial struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _used;

    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        _output = writer ?? throw new ArgumentNullException(nameof(writer));
        _span = default;
        _used = 0;
        CancellationToken = default;
    }

    /// <summary>Carried for callers; the writer never looks at it.</summary>
    public CancellationToken CancellationToken { readonly get; set; }

    /// <summary>Makes a writer with the same settings and its own output.</summary>
    public readonly MessagePackWriter Clone(IBufferWriter<byte> writer) => new(writer) { CancellationToken = CancellationToken };

    /// <summary>Hands the bytes written so far to the buffer writer.</summary>
    public void Flush()
    {
        if (_used > 0)
            _output.Advance(_used);
        _span = default;
        _used = 0;
    }

    /// <summary>Gives at least <paramref name="length"/> bytes to fill; <see cref="Advance"/> makes them part of the output.</summary>
    public Span<byte> GetSpan(int length)
    {
        if (_span.Length - _used < length || _span.Length == _used)
            Grow(length);
        return _span.Slice(_used);
    }

    /// <summary>Counts bytes that were filled in the span of <see cref="GetSpan"/>.</summary>
    public void Advance(int length)
    {
        if ((uint)length > (uint)(_span.Length - _used))
            throw new ArgumentOutOfRangeException(nameof(length), length, "More than the span obtained holds.");
        _used += length;
    }

    /// <summary>Copies bytes that already are MessagePack.</summary>
    public void WriteRaw(ReadOnlySpan<byte> rawMessagePackBlock) => Append(rawMessagePackBlock);

    /// <inheritdoc cref="WriteRaw(ReadOnlySpan{byte})"/>
    public void WriteRaw(in ReadOnlySequence<byte> rawMessagePackBlock)
    {
        foreach (var segment in rawMessagePackBlock)
            Append(segment.Span);
    }

    private void Append(scoped ReadOnlySpan<byte> source) => source.CopyTo(Take(source.Length));

    /// <summary>Reserves exactly <paramref name="size"/> bytes that the caller must fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int size)
    {
        if (_span.Length - _used < size)
            Grow(size);
        var taken = _span.Slice(_used, size);
        _used += size;
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PutByte(byte value)
    {
        if (_span.Length == _used)
            Grow(1);
        _span[_used++] = value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        Flush();
        _span = _output.GetSpan(size);
        if (_span.Length < size)
            throw new InvalidOperationException("The buffer writer gave a smaller span than it was asked for.");
    }
}
