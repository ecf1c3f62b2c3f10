namespace Segue.TraceView;

/// <summary>Keeps the newest spans and says when there are more.</summary>
internal sealed class SpanStore(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<ReceivedSpan> _spans = new();
    private IReadOnlyList<ReceivedSpan>? _snapshot;
    private TaskCompletionSource _changed = New();
    private long _forgotten;

    /// <summary>Spans that had to make room.</summary>
    internal long Forgotten => Interlocked.Read(ref _forgotten);

    /// <summary>Completes at the next addition; take it before the snapshot to miss none.</summary>
    internal Task Changed
    {
        get
        {
            lock (_gate) return _changed.Task;
        }
    }

    internal IReadOnlyList<ReceivedSpan> Snapshot()
    {
        lock (_gate) return _snapshot ??= _spans.ToArray();
    }

    internal void Add(IReadOnlyList<IReadOnlyList<ReceivedSpan>> chunks)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            foreach (var chunk in chunks)
            {
                foreach (var span in chunk)
                {
                    if (_spans.Count == capacity)
                    {
                        _spans.Dequeue();
                        Interlocked.Increment(ref _forgotten);
                    }

                    _spans.Enqueue(span);
                }
            }

            _snapshot = null;
            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    internal void Clear()
    {
        lock (_gate)
        {
            _spans.Clear();
            _snapshot = null;
        }
    }

    // Whoever waits must not run on the thread that adds.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
