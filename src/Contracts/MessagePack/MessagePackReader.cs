using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MessagePack;

/// <summary>Decodes MessagePack values, one after the other, from memory that may be split into segments.</summary>
/// <remarks>
/// <para>Units and limits: lengths that headers declare are compared with the bytes that remain before they are used, so memory is never
/// taken for data that is not there. The pre-2013 dialect (OldSpec: text read as raw bytes) is left out.</para>
/// <para>Errors: <see cref="EndOfStreamException"/> when bytes are missing, <see cref="MessagePackSerializationException"/> when the next
/// value is of another kind, <see cref="OverflowException"/> when a number does not fit. The position is then undefined.</para>
/// <para>Threads and cost: one thread; only <see cref="ReadString"/> allocates.</para>
/// <para>Source: <see href="https://github.com/msgpack/msgpack/blob/8aa09e2a6a9180a49fc62ecfefe149f063cc5e4b/spec.md#formats">MessagePack formats</see>.</para>
/// </remarks>
internal ref partial struct MessagePackReader
{
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly long _length;
    private ReadOnlySpan<byte> _span;
    private int _index;
    private long _consumedBefore;
    private SequencePosition _current;
    private SequencePosition _next;

    public MessagePackReader(ReadOnlyMemory<byte> memory)
        : this(new ReadOnlySequence<byte>(memory))
    {
    }

    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence)
    {
        _sequence = readOnlySequence;
        _length = readOnlySequence.Length;
        _span = default;
        _index = 0;
        _consumedBefore = 0;
        _current = _next = readOnlySequence.Start;
        CancellationToken = default;
        Depth = 0;
        TryMoveToNextSegment();
    }

    /// <summary>Carried for callers; the reader never looks at it.</summary>
    public CancellationToken CancellationToken { readonly get; set; }

    /// <summary>Carried for callers that count their own nesting.</summary>
    public int Depth { readonly get; set; }

    /// <summary>Everything the reader was made over, read or not.</summary>
    public readonly ReadOnlySequence<byte> Sequence => _sequence;

    public readonly SequencePosition Position => _sequence.GetPosition(_index, _current);

    /// <summary>Bytes read so far.</summary>
    public readonly long Consumed => _consumedBefore + _index;

    public readonly bool End => _index == _span.Length;

    public readonly bool IsNil => NextCode == MessagePackCode.Nil;

    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    /// <summary>The first byte of the next value, which stays unread.</summary>
    public readonly byte NextCode
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _index < _span.Length ? _span[_index] : throw EndOfData();
    }

    private readonly long Remaining => _length - Consumed;

    /// <summary>Makes a reader with the same settings over other bytes.</summary>
    public readonly MessagePackReader Clone(scoped in ReadOnlySequence<byte> readOnlySequence) => new(readOnlySequence)
    {
        CancellationToken = CancellationToken,
        Depth = Depth,
    };

    /// <summary>Makes a copy that moves on its own, to look ahead.</summary>
    public readonly MessagePackReader CreatePeekReader() => this;

    private static EndOfStreamException EndOfData() => new("The data ends inside a MessagePack value.");

    private static MessagePackSerializationException Unexpected(byte code, string wanted) =>
        new($"Expected {wanted}, found the code 0x{code:x2} ({MessagePackCode.ToFormatName(code)}).");

    /// <summary>Passes the code byte and the big-endian operand after it, or nothing when they are incomplete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeOperand(int size, out ulong operand)
    {
        if (_span.Length - _index <= size + 1)
            return TryTakeOperandAcrossSegments(size, out operand);

        var source = _span.Slice(_index + 1, size);
        operand = size switch
        {
            0 => 0,
            1 => source[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(source),
            4 => BinaryPrimitives.ReadUInt32BigEndian(source),
            _ => BinaryPrimitives.ReadUInt64BigEndian(source),
        };
        _index += size + 1;
        return true;
    }

    private bool TryTakeOperandAcrossSegments(int size, out ulong operand)
    {
        operand = 0;
        if (Remaining < size + 1)
            return false;

        Advance(1);
        operand = TakePayload(size);
        return true;
    }

    private ulong TakeOperand(int size) => TryTakeOperand(size, out var operand) ? operand : throw EndOfData();

    private readonly void Require(long byteCount)
    {
        if (byteCount > Remaining)
            throw EndOfData();
    }

    /// <summary>Moves on by a count that is known to remain; ends on a readable byte or at the end of the data.</summary>
    private void Advance(long count)
    {
        while (count >= _span.Length - _index)
        {
            count -= _span.Length - _index;
            _index = _span.Length;
            if (!TryMoveToNextSegment())
                return;
        }

        _index += (int)count;
    }

    private bool TryMoveToNextSegment()
    {
        var start = _next;
        while (_sequence.TryGet(ref _next, out var memory))
        {
            if (memory.Length > 0)
            {
                _consumedBefore += _span.Length;
                _span = memory.Span;
                _index = 0;
                _current = start;
                return true;
            }

            start = _next;
        }

        return false;
    }
}
