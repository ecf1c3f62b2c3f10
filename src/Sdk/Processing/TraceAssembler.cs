using System.Diagnostics;
using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>Brings the spans of each local trace together until its last open span ends.</summary>
/// <remarks>
/// <para>Counts the open spans of a trace by its id, or is told when the last of those has ended that were counted elsewhere; holds finished spans, and nothing of the open ones. No span is lost here: whatever a limit puts an end to
/// leaves earlier, in a chunk of its own, and so do spans that end after their trace was forgotten. Each such split is counted.</para>
/// <para>The end of a span is never told when a filter cleared <see cref="Activity.IsAllDataRequested"/> after its start. A trace whose local root has ended is
/// therefore not waited for as long as others are.</para>
/// <para>Threads: one. Cost: entries and chunks are used again.</para>
/// </remarks>
/// <param name="leave">Takes a chunk.</param>
/// <param name="limits">When a trace that is not finished leaves in parts.</param>
/// <param name="giveUp">Asked before a trace is given up whose spans are counted elsewhere; false where it was heard of there within that time.</param>
internal sealed class TraceAssembler(Action<TraceChunk> leave, AssemblyLimits limits, Func<string, TimeSpan, bool>? giveUp = null)
{
    private const int SpareChunks = 1_024;
    private const int SpareChunkSpans = 512;

    private readonly Dictionary<string, OpenTrace> _traces = new(StringComparer.Ordinal);
    private readonly Stack<OpenTrace> _spareTraces = new();
    private readonly Stack<TraceChunk> _spareChunks = new();

    // By the time of their latest look, the oldest first.
    private OpenTrace? _oldest;
    private OpenTrace? _youngest;

    // Spans of one trace mostly come one after the other, and share the very string.
    private OpenTrace? _latest;

    private TimeSpan _listenedAt;

    /// <summary>Traces with open spans.</summary>
    internal int TraceCount => _traces.Count;

    /// <summary>Finished spans that wait for others.</summary>
    internal int HeldSpans { get; private set; }

    internal bool Knows(string traceId) => _traces.ContainsKey(traceId);

    internal void Started(string traceId, TimeSpan now)
    {
        var trace = Find(traceId) ?? Add(traceId, now);
        trace.OpenSpans++;
        trace.HasMoved = trace.IsHeard = true;
    }

    internal void Finished(Activity span)
    {
        if (Find(span.TraceId.ToHexString()) is not { } trace)
        {
            SegueMeter.SpansLate(1);
            var alone = RentChunk();
            alone.Add(span);
            Leave(alone);
            return;
        }

        trace.OpenSpans--;
        Hold(trace, span);
        if (!LeavesWhole(trace)) Relieve(trace);
    }

    /// <summary>Takes a span whose trace is counted elsewhere, and waits for <see cref="Ended"/>.</summary>
    internal void FinishedAmongCounted(Activity span, TimeSpan now)
    {
        var traceId = span.TraceId.ToHexString();
        var trace = Find(traceId) ?? Add(traceId, now);
        trace.IsCounted = true;
        Hold(trace, span);
        Relieve(trace);
    }

    /// <summary>Hears that the last of the spans has ended that are counted elsewhere.</summary>
    internal void Ended(string traceId)
    {
        if (Find(traceId) is not { } trace) return;
        trace.IsCounted = false;
        LeavesWhole(trace);
    }

    private OpenTrace Add(string traceId, TimeSpan now)
    {
        if (_traces.Count >= limits.Traces) Abandon(_oldest!, "traces");
        var trace = _spareTraces.Count > 0 ? _spareTraces.Pop() : new OpenTrace();
        trace.Id = traceId;
        trace.LookedAt = now;
        _traces.Add(traceId, trace);
        _latest = trace;
        Append(trace);
        return trace;
    }

    private void Hold(OpenTrace trace, Activity span)
    {
        (trace.Finished ??= RentChunk()).Add(span);
        HeldSpans++;
        trace.HasMoved = trace.IsHeard = true;
    }

    private bool LeavesWhole(OpenTrace trace)
    {
        if (trace.OpenSpans > 0 || trace.IsCounted) return false;
        Leave(trace);
        Forget(trace);
        return true;
    }

    private void Relieve(OpenTrace trace)
    {
        if (limits.PartialSpans > 0 && trace.Finished!.Count >= limits.PartialSpans)
        {
            Split(trace, "partial");
        }
        else if (HeldSpans > limits.Spans)
        {
            SplitOldest();
        }
    }

    /// <summary>Lets those go that have waited for too long.</summary>
    internal void Age(TimeSpan now)
    {
        if (now - _listenedAt >= limits.Silence) Listen(now);
        while (_oldest is { } trace && now - trace.LookedAt >= limits.Age)
        {
            if (!trace.HasMoved && MayGiveUp(trace, limits.Age))
            {
                Abandon(trace, "age");
                continue;
            }

            Split(trace, "age");
            trace.HasMoved = false;
            trace.LookedAt = now;
            Unlink(trace);
            Append(trace);
        }
    }

    /// <summary>Lets every finished span go, e.g. since somebody flushes.</summary>
    internal void LeaveAll(string reason)
    {
        for (var trace = _oldest; trace is not null; trace = trace.Younger) Split(trace, reason);
    }

    /// <summary>Starts over, since starts or ends were lost and the counts are wrong.</summary>
    internal void ForgetAll(string reason)
    {
        while (_oldest is { } trace) Abandon(trace, reason);
    }

    // Open spans of a trace whose root has ended are work that was left behind, which may still end, or were filtered out, and then never do.
    private void Listen(TimeSpan now)
    {
        _listenedAt = now;
        for (OpenTrace? trace = _oldest, next; trace is not null; trace = next)
        {
            next = trace.Younger;
            if (trace.IsHeard)
            {
                trace.IsHeard = false;
                trace.HeardAt = now;
            }
            else if (trace.Finished is { Count: > 0 } chunk)
            {
                if (trace.RootHasEnded || HoldsEndOfRoot(chunk)) Split(trace, "root_ended");
            }
            else if (trace.RootHasEnded && now - trace.HeardAt >= limits.SilenceAfterRoot && MayGiveUp(trace, limits.SilenceAfterRoot))
            {
                Abandon(trace, "root_ended");
            }
        }
    }

    // Also the end of a root that was not told is seen, on the root itself.
    private static bool HoldsEndOfRoot(TraceChunk chunk)
    {
        for (var i = chunk.Count - 1; i >= 0; i--)
        {
            if (IsLocalRoot(chunk[i])) return true;
        }

        var top = chunk[0];
        while (top.Parent is { } parent) top = parent;
        return top.IsStopped && IsLocalRoot(top);
    }

    private static bool IsLocalRoot(Activity span) => span.ParentSpanId == default || span.HasRemoteParent;

    private bool MayGiveUp(OpenTrace trace, TimeSpan silence) => !trace.IsCounted || giveUp is null || giveUp(trace.Id, silence);

    private void Abandon(OpenTrace trace, string reason)
    {
        SegueMeter.TraceAbandoned(reason);
        Leave(trace);
        Forget(trace);
    }

    private void Split(OpenTrace trace, string reason)
    {
        if (trace.Finished is not { Count: > 0 }) return;
        SegueMeter.TraceSplit(reason);
        // Remembered, since the root is out of sight then.
        trace.RootHasEnded |= HoldsEndOfRoot(trace.Finished);
        Leave(trace);
    }

    private void SplitOldest()
    {
        for (var trace = _oldest; trace is not null && HeldSpans > limits.Spans / 2; trace = trace.Younger) Split(trace, "spans");
    }

    private void Leave(OpenTrace trace)
    {
        if (trace.Finished is not { } chunk) return;
        trace.Finished = null;
        HeldSpans -= chunk.Count;
        Leave(chunk);
    }

    private void Leave(TraceChunk chunk)
    {
        try
        {
            leave(chunk);
        }
        finally
        {
            chunk.Clear();
            // After a burst, what it took is given back.
            if (_spareChunks.Count < SpareChunks && chunk.Capacity <= SpareChunkSpans) _spareChunks.Push(chunk);
        }
    }

    private void Forget(OpenTrace trace)
    {
        _traces.Remove(trace.Id);
        Unlink(trace);
        trace.Id = "";
        trace.OpenSpans = 0;
        trace.IsCounted = trace.RootHasEnded = false;
        if (_spareTraces.Count < 1_024) _spareTraces.Push(trace);
    }

    private OpenTrace? Find(string traceId)
    {
        if (_latest is { } latest && ReferenceEquals(latest.Id, traceId)) return latest;
        if (!_traces.TryGetValue(traceId, out var trace)) return null;
        return _latest = trace;
    }

    private TraceChunk RentChunk() => _spareChunks.Count > 0 ? _spareChunks.Pop() : new TraceChunk();

    private void Append(OpenTrace trace)
    {
        trace.Older = _youngest;
        if (_youngest is null) _oldest = trace;
        else _youngest.Younger = trace;
        _youngest = trace;
    }

    private void Unlink(OpenTrace trace)
    {
        if (trace.Older is null) _oldest = trace.Younger;
        else trace.Older.Younger = trace.Younger;
        if (trace.Younger is null) _youngest = trace.Older;
        else trace.Younger.Older = trace.Older;
        trace.Older = trace.Younger = null;
    }

    private sealed class OpenTrace
    {
        internal string Id = "";
        internal int OpenSpans;
        internal bool IsCounted;
        internal bool HasMoved;
        internal bool IsHeard;
        internal bool RootHasEnded;
        internal TimeSpan LookedAt;
        internal TimeSpan HeardAt;
        internal TraceChunk? Finished;
        internal OpenTrace? Older;
        internal OpenTrace? Younger;
    }
}
