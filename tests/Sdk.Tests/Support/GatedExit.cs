using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry.Resources;
using Segue.Processing;

namespace Segue.Sdk.Tests.Support;

/// <summary>Keeps span ids, chunk by chunk; can be held up, and can be made to throw.</summary>
internal sealed class GatedExit : IChunkExit
{
    private readonly ConcurrentQueue<ActivitySpanId[]> _chunks = new();
    private readonly ConcurrentDictionary<ActivitySpanId, bool> _seen = new();
    private bool _filling;
    private long _sealed;
    private int _users;
    private int _pumps;
    private int _overlaps;

    public string Name => "test";

    public bool IsDirect { get; init; }

    public long Settled => IsAway ? 0 : _sealed;

    public long Begun => _sealed + (_filling ? 1 : 0);

    /// <summary>Whether it leaves everything to the worker although it is direct.</summary>
    internal bool Declines { get; set; }

    /// <summary>What happens while a thread that traces writes.</summary>
    internal Action? Writing { get; set; }

    /// <summary>The threads that wrote other than the worker, one for each chunk.</summary>
    internal ConcurrentQueue<int> Writers { get; } = new();

    /// <summary>Whether the worker has been here.</summary>
    internal bool IsPumped => Volatile.Read(ref _pumps) > 0;

    /// <summary>How often two threads used it at once.</summary>
    internal int Overlaps => Volatile.Read(ref _overlaps);

    internal ManualResetEventSlim Open { get; } = new(true);

    internal ManualResetEventSlim Entered { get; } = new(false);

    internal Exception? Failure { get; set; }

    /// <summary>What happens, on the worker, whenever it has taken what there was.</summary>
    internal Action? Pumping { get; set; }

    /// <summary>Whether nothing that it took is settled.</summary>
    internal bool IsAway { get; set; }

    internal bool IsHurried { get; private set; }

    internal bool IsCancelled { get; private set; }

    internal IReadOnlyList<ActivitySpanId[]> Chunks => [.. _chunks];

    internal IReadOnlyList<ActivitySpanId> Seen => [.. _chunks.SelectMany(chunk => chunk)];

    internal bool EachOnce => _seen.Count == Seen.Count;

    internal bool IsEnded { get; private set; }

    internal bool Has(ActivitySpanId id) => _seen.ContainsKey(id);

    public void Attach(Action wake)
    {
    }

    public void Write(TraceChunk chunk, Resource? resource)
    {
        using var use = new Use(this);
        Entered.Set();
        Open.Wait();
        Keep(chunk);
    }

    public bool TryWrite(TraceChunk chunk)
    {
        using var use = new Use(this);
        if (Declines) return false;
        Writing?.Invoke();
        Writers.Enqueue(Environment.CurrentManagedThreadId);
        Keep(chunk);
        return true;
    }

    public long Seal()
    {
        using var use = new Use(this);
        if (_filling) _sealed++;
        _filling = false;
        return _sealed;
    }

    public TimeSpan Pump()
    {
        using var use = new Use(this);
        Pumping?.Invoke();
        Interlocked.Increment(ref _pumps);
        return TimeSpan.MaxValue;
    }

    public void Hurry() => IsHurried = true;

    public void Cancel() => IsEnded = IsCancelled = true;

    public void Dispose() => IsEnded = true;

    private void Keep(TraceChunk chunk)
    {
        if (Failure is { } failure) throw failure;
        _filling = true;
        _chunks.Enqueue([.. Enumerable.Range(0, chunk.Count).Select(i => chunk[i].SpanId)]);
        for (var i = 0; i < chunk.Count; i++) _seen.TryAdd(chunk[i].SpanId, true);
    }

    private readonly struct Use : IDisposable
    {
        private readonly GatedExit _exit;

        internal Use(GatedExit exit)
        {
            _exit = exit;
            if (Interlocked.Increment(ref exit._users) > 1) Interlocked.Increment(ref exit._overlaps);
        }

        public void Dispose() => Interlocked.Decrement(ref _exit._users);
    }
}
