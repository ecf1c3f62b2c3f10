using System.Diagnostics;

namespace Segue.Processing;

/// <summary>Finished spans of one local trace that leave together; mostly in order of their end, used again when they have left.</summary>
internal class TraceChunk(int capacity = 8)
{
    private Slot[] _spans = new Slot[capacity];

    internal int Count { get; private protected set; }

    internal int Capacity => _spans.Length;

    internal Activity this[int index] => _spans[index].Span;

    internal void Add(Activity span)
    {
        if (Count == _spans.Length) Array.Resize(ref _spans, Count * 2);
        _spans[Count++].Span = span;
    }

    /// <summary>Replaces the spans by the first of them, in a place that was looked at already.</summary>
    internal void Keep(int index, Activity span) => _spans[index].Span = span;

    internal void Truncate(int count)
    {
        Array.Clear(_spans, count, Count - count);
        Count = count;
    }

    internal void Clear() => Truncate(0);

    // For threads that fill it at the same time; counted when it is taken.
    private protected void Put(int index, Activity span) => Volatile.Write(ref _spans[index].Span, span);

    private protected bool HasPut(int index) => Volatile.Read(ref _spans[index].Span) is not null;

    // An array of a class checks the type of whatever is put into it.
    private struct Slot
    {
        internal Activity Span;
    }
}
