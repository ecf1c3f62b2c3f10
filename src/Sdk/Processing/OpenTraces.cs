using System.Diagnostics;
using System.Runtime.InteropServices;
using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>Counts the open spans of traces on the threads that trace, and holds those of short ones that have ended, so that the worker hears at most of the last end.</summary>
/// <remarks>
/// <para>A trace has the one place that its id is spread to, if it was free when its local root started; the spans of any other trace are told to the worker
/// one by one. A place is known by the very string of the id, which the spans of a process share.</para>
/// <para>Whichever way a span was counted, its end goes the way that is open then: starts and ends of both ways add up to the same.</para>
/// <para>Threads and cost: safe from any thread; one exchange for a start, one for an end and one to hold a span.</para>
/// </remarks>
/// <param name="heldSpans">Finished spans of one trace that are held here at most; 0 holds none.</param>
internal sealed class OpenTraces(int heldSpans = 0)
{
    /// <summary>What <see cref="Find"/> says of a trace that has no place.</summary>
    internal const int None = -1;

    private const int Bits = 12;
    private const int Stripes = 16;

    private readonly Place[] _places = new Place[1 << Bits];
    // The first cell of each stripe, on a cache line that is not shared with others or with the length of the array.
    private readonly long[] _started = new long[(Stripes + 1) * 8];
    // What threads keep must not keep all of this alive.
    private readonly object _token = new();
    private int _now;
    private int _isClosed;

    // Near at hand for the next trace that starts where one has ended.
    [ThreadStatic]
    private static HeldSpans? _spare;

    /// <summary>Spans that were ever started.</summary>
    internal long Started
    {
        get
        {
            long sum = 0;
            for (var i = 8; i < _started.Length; i += 8) sum += Volatile.Read(ref _started[i]);
            return sum;
        }
    }

    /// <summary>Counts a span that starts; false when the worker has to be told.</summary>
    internal bool TryStart(Activity span, string traceId)
    {
        Interlocked.Increment(ref _started[((Environment.CurrentManagedThreadId & (Stripes - 1)) + 1) * 8]);
        ref var place = ref _places[PlaceOf(traceId)];
        if (!ReferenceEquals(Volatile.Read(ref place.TraceId), traceId)) return TryClaim(ref place, span, traceId);

        var open = Volatile.Read(ref place.Open);
        while (open > 0)
        {
            var seen = Interlocked.CompareExchange(ref place.Open, open + 1, open);
            if (seen == open)
            {
                place.HeardAt = _now;
                // From here on nobody else gives the place away, but it may have been given away before.
                if (ReferenceEquals(Volatile.Read(ref place.TraceId), traceId)) return true;
                Interlocked.Decrement(ref place.Open);
                return false;
            }

            open = seen;
        }

        // Its last span is just ending.
        return false;
    }

    /// <summary>The place where the ends of a trace are counted; <see cref="None"/> when they are told, those too of spans that start while the rest is just leaving.</summary>
    internal int Find(string traceId)
    {
        var place = PlaceOf(traceId);
        ref var found = ref _places[place];
        return ReferenceEquals(Volatile.Read(ref found.TraceId), traceId) && Volatile.Read(ref found.Open) > 0 ? place : None;
    }

    /// <summary>Holds a span that has ended until the last of its trace does; false when the worker has to be given it.</summary>
    internal bool TryHold(int place, Activity span) => Volatile.Read(ref _places[place].Held) is { } held && held.TryHold(span);

    /// <summary>Counts the end of a span, after it was held or given to the worker; true for the last one.</summary>
    internal bool End(int place)
    {
        ref var counted = ref _places[place];
        counted.HeardAt = _now;
        return Interlocked.Decrement(ref counted.Open) == 0;
    }

    /// <summary>What holds the spans of a trace.</summary>
    internal HeldSpans? HeldAt(int place) => Volatile.Read(ref _places[place].Held);

    /// <summary>Frees the place of a trace whose last span has ended, after its spans have left or the worker was told.</summary>
    internal void Free(int place, string traceId, HeldSpans? held)
    {
        ref var free = ref _places[place];
        // Both may be another trace's by now, if this one was given up.
        if (held is not null) Interlocked.CompareExchange(ref free.Held, null, held);
        Interlocked.CompareExchange(ref free.TraceId, null, traceId);
        if (held is { IsIdle: true }) _spare = held;
    }

    /// <summary>Whether a span is held that has ended, or is just leaving.</summary>
    internal bool HoldsAny()
    {
        foreach (ref var place in _places.AsSpan())
        {
            if (Volatile.Read(ref place.Held) is { } held && (held.IsFilled || held.IsTaken)) return true;
        }

        return false;
    }

    /// <summary>Gives the worker the spans that are held of a trace of which more have ended than can be.</summary>
    internal void HandOverIfOverfull(string traceId, Action<Activity> take)
    {
        if (Find(traceId) is var place && place != None && HeldAt(place) is { IsOverfull: true } held) HandOver(place, held, take);
    }

    /// <summary>Gives the worker the spans that are held of traces which began some time ago.</summary>
    internal void HandOver(int olderThanSeconds, Action<Activity> take)
    {
        for (var place = 0; place < _places.Length; place++)
        {
            if (HeldAt(place) is { IsFilled: true } held && _now - _places[place].BeganAt >= olderThanSeconds) HandOver(place, held, take);
        }
    }

    /// <summary>Gives the worker all spans that are held, when those have left that are just leaving.</summary>
    /// <returns><see langword="false"/> when somebody who was first is not through with his.</returns>
    internal bool HandOverAll(Action<Activity> take)
    {
        var isComplete = true;
        for (var place = 0; place < _places.Length; place++)
        {
            if (HeldAt(place) is not { } held) continue;
            if (Volatile.Read(ref _isClosed) != 0) held.Close();
            if (held.IsFilled) HandOver(place, held, take);
            // Somebody was first: what he took is at the exit or in the ring once he gives it back.
            if (held.IsTaken) isComplete &= AwaitReturn(place, held);
        }

        return isComplete;
    }

    /// <summary>Gives the worker each of the spans that were taken, those too that are just being put there.</summary>
    /// <returns><see langword="false"/> when one may still be put there.</returns>
    internal static bool GiveEach(HeldSpans held, Action<Activity> take)
    {
        if (!held.IsSettled) held.AwaitSpans();
        var isComplete = true;
        for (var i = 0; i < held.Count; i++)
        {
            if (held[i] is { } span)
            {
                take(span);
                continue;
            }

            isComplete = false;
            SegueMeter.SpansDropped(1, "export_failed");
        }

        return isComplete;
    }

    /// <summary>Holds nothing any more, once what was held until now is handed over.</summary>
    internal void Close() => Interlocked.Exchange(ref _isClosed, 1);

    /// <summary>Whether a trace may be given up: where it has a place, nothing was heard of it for long, and the place is free then; without one nothing is counted of it any more.</summary>
    internal bool TryGiveUp(string traceId, TimeSpan silence)
    {
        ref var place = ref _places[PlaceOf(traceId)];
        // By what it says: the worker may know the trace by another string of its id.
        return Volatile.Read(ref place.TraceId) is not { } holder || holder != traceId || TryFree(ref place, holder, silence);
    }

    /// <summary>Frees the places of traces that nothing was heard of for long and that nobody knows.</summary>
    /// <returns>How many there were.</returns>
    internal int FreeSilent(TimeSpan silence, Func<string, bool> isKnown)
    {
        var freed = 0;
        foreach (ref var place in _places.AsSpan())
        {
            if (Volatile.Read(ref place.TraceId) is { } traceId && !isKnown(traceId) && TryFree(ref place, traceId, silence)) freed++;
        }

        return freed;
    }

    /// <summary>Says what time it is, for places to note.</summary>
    internal void Tick(int nowSeconds)
    {
        if (_now != nowSeconds) Volatile.Write(ref _now, nowSeconds);
    }

    private bool TryFree(ref Place place, string traceId, TimeSpan silence)
    {
        if (_now - place.HeardAt < silence.TotalSeconds) return false;
        place.Held?.Close();
        if (place.Held is { IsIdle: false }) return false;
        Volatile.Write(ref place.Open, 0);
        return ReferenceEquals(Interlocked.CompareExchange(ref place.TraceId, null, traceId), traceId);
    }

    // The last four digits, spread by a multiplication.
    private static int PlaceOf(string traceId) =>
        (int)((MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(traceId.AsSpan(traceId.Length - 4))) * 0x9E3779B97F4A7C15) >> (64 - Bits));

    // Only by a local root: of any other span others of its trace may have been told already.
    private bool TryClaim(ref Place place, Activity span, string traceId)
    {
        if (place.TraceId is not null || (span.ParentSpanId != default && !span.HasRemoteParent)) return false;
        place.HeardAt = place.BeganAt = _now;
        var held = heldSpans > 0 ? Rent() : null;
        if (Interlocked.CompareExchange(ref place.TraceId, traceId, null) is not null)
        {
            _spare = held;
            return false;
        }

        if (held is not null && held.TryOpen()) Hold(ref place, held);
        Volatile.Write(ref place.Open, 1);
        return true;
    }

    private HeldSpans Rent()
    {
        if (_spare is not { } spare || spare.Owner != _token) return new HeldSpans(heldSpans, _token);
        _spare = null;
        return spare;
    }

    private void Hold(ref Place place, HeldSpans held)
    {
        Interlocked.Exchange(ref place.Held, held);
        // Whoever closes looks at the places after that.
        if (Volatile.Read(ref _isClosed) != 0) held.Close();
    }

    private void HandOver(int place, HeldSpans held, Action<Activity> take)
    {
        if (!held.TryTake(out _)) return;
        var isComplete = false;
        try
        {
            isComplete = GiveEach(held, take);
        }
        finally
        {
            if (isComplete) held.GiveBack();
            // Nobody uses it again.
            else Interlocked.CompareExchange(ref _places[place].Held, null, held);
        }
    }

    private bool AwaitReturn(int place, HeldSpans held) => HeldSpans.Await(() => !held.IsTaken || !ReferenceEquals(HeldAt(place), held));

    private struct Place
    {
        internal string? TraceId;
        internal HeldSpans? Held;
        internal int Open;
        internal int HeardAt;
        internal int BeganAt;
    }
}
