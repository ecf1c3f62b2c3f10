using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Segue.Processing;

/// <summary>Counts the open spans of traces on the threads that trace, so that the worker hears of the last end and not of each start.</summary>
/// <remarks>
/// <para>A trace has the one place that its id is spread to, if it was free when its local root started; the spans of any other trace are told to the worker
/// one by one. A place is known by the very string of the id, which the spans of a process share.</para>
/// <para>Whichever way a span was counted, its end goes the way that is open then: starts and ends of both ways add up to the same.</para>
/// <para>Threads and cost: safe from any thread; one exchange for a start and one for an end.</para>
/// </remarks>
internal sealed class OpenTraces
{
    private const int Bits = 12;
    private const int Stripes = 16;

    private readonly Place[] _places = new Place[1 << Bits];
    // The first cell of each stripe, on a cache line that is not shared with others or with the length of the array.
    private readonly long[] _started = new long[(Stripes + 1) * 8];
    private int _now;

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

    /// <summary>Whether the ends of a trace are counted here.</summary>
    internal bool Has(string traceId) => ReferenceEquals(Volatile.Read(ref _places[PlaceOf(traceId)].TraceId), traceId);

    /// <summary>Counts the end of a span of a trace that has a place, after the worker was given the span; true for the last one.</summary>
    internal bool End(string traceId)
    {
        ref var place = ref _places[PlaceOf(traceId)];
        place.HeardAt = _now;
        return Interlocked.Decrement(ref place.Open) == 0;
    }

    /// <summary>Frees the place of a trace whose last span has ended, after the worker was told.</summary>
    internal void Free(string traceId) => Interlocked.CompareExchange(ref _places[PlaceOf(traceId)].TraceId, null, traceId);

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
        place.HeardAt = _now;
        if (Interlocked.CompareExchange(ref place.TraceId, traceId, null) is not null) return false;
        Volatile.Write(ref place.Open, 1);
        return true;
    }

    private struct Place
    {
        internal string? TraceId;
        internal int Open;
        internal int HeardAt;
    }
}
