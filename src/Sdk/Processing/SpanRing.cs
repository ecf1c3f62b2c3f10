using System.Runtime.InteropServices;

namespace Segue.Processing;

/// <summary>A bounded queue of many writers and one reader that never blocks and never allocates.</summary>
/// <remarks>
/// Each slot holds the number of the turn that it is free for; a writer claims a turn by moving the tail on, fills the slot, and passes it to the
/// reader by raising the number. Full or closed, it takes nothing more: the newest are refused.
/// </remarks>
internal sealed class SpanRing
{
    private const long Closed = long.MinValue;

    private readonly Slot[] _slots;
    private readonly int _mask;
    private Counter _tail;
    private Counter _head;

    /// <param name="capacity">Items that wait at most; rounded up to a power of two.</param>
    internal SpanRing(int capacity)
    {
        var size = 2;
        while (size < capacity) size <<= 1;
        _slots = new Slot[size];
        _mask = size - 1;
        for (var i = 0; i < size; i++) _slots[i].Turn = i;
    }

    internal int Capacity => _slots.Length;

    /// <summary>How many were ever accepted.</summary>
    internal long Tail => Volatile.Read(ref _tail.Value) & long.MaxValue;

    /// <summary>How many were ever taken.</summary>
    internal long Head => Volatile.Read(ref _head.Value);

    internal bool IsClosed => Volatile.Read(ref _tail.Value) < 0;

    /// <summary>Adds an item, from any thread.</summary>
    /// <param name="item">What to add.</param>
    /// <param name="position">Its number.</param>
    internal bool TryAdd(object item, out long position)
    {
        position = Volatile.Read(ref _tail.Value);
        while (position >= 0)
        {
            ref var slot = ref _slots[(int)position & _mask];
            var ahead = Volatile.Read(ref slot.Turn) - position;
            if (ahead < 0) return false;
            if (ahead > 0)
            {
                position = Volatile.Read(ref _tail.Value);
                continue;
            }

            var seen = Interlocked.CompareExchange(ref _tail.Value, position + 1, position);
            if (seen == position)
            {
                slot.Item = item;
                Volatile.Write(ref slot.Turn, position + 1);
                return true;
            }

            position = seen;
        }

        return false;
    }

    /// <summary>Takes the oldest item; the reader's alone. False too while its writer has claimed the slot and not filled it yet.</summary>
    internal bool TryTake(out object item)
    {
        var head = _head.Value;
        ref var slot = ref _slots[(int)head & _mask];
        if (Volatile.Read(ref slot.Turn) != head + 1)
        {
            item = null!;
            return false;
        }

        item = slot.Item!;
        slot.Item = null;
        Volatile.Write(ref slot.Turn, head + _mask + 1);
        Volatile.Write(ref _head.Value, head + 1);
        return true;
    }

    /// <summary>Refuses everything from now on; what was accepted can still be taken.</summary>
    internal void Close()
    {
        long tail;
        do
        {
            tail = Volatile.Read(ref _tail.Value);
        }
        while (tail >= 0 && Interlocked.CompareExchange(ref _tail.Value, tail | Closed, tail) != tail);
    }

    private struct Slot
    {
        internal long Turn;
        internal object? Item;
    }

    // Writers and reader would slow each other down on one cache line.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Counter
    {
        [FieldOffset(64)]
        internal long Value;
    }
}
