using System.Diagnostics;

namespace Segue.Processing;

/// <summary>Finished spans of one local trace that leave together; in order of their end, used again when they have left.</summary>
internal sealed class TraceChunk
{
    private Activity[] _spans = new Activity[8];

    internal int Count { get; private set; }

    internal int Capacity => _spans.Length;

    internal Activity this[int index] => _spans[index];

    internal void Add(Activity span)
    {
        if (Count == _spans.Length) Array.Resize(ref _spans, Count * 2);
        _spans[Count++] = span;
    }

    /// <summary>Replaces the spans by the first of them, in a place that was looked at already.</summary>
    internal void Keep(int index, Activity span) => _spans[index] = span;

    internal void Truncate(int count)
    {
        Array.Clear(_spans, count, Count - count);
        Count = count;
    }

    internal void Clear() => Truncate(0);
}
