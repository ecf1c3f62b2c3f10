using System.Collections.Concurrent;
using System.Diagnostics;
using Segue.Diagnostics;

namespace Segue.Context;

/// <summary>The one authority on a trace's sampling decision in this process, once it was changed after the trace began.</summary>
/// <remarks>
/// <para>Flags and tracestate say what was decided when a span started; every identity that is parented on or injected is read through here,
/// so that spans which started before the change carry it too. Traces whose decision never changes cost nothing here.</para>
/// <para>Limits: the last 8,192 changed traces are remembered; older ones keep what stands on their Activities, and are counted.</para>
/// <para>Threads and cost: safe from any thread; reading costs one field while no decision was ever changed.</para>
/// </remarks>
public static class LocalTrace
{
    private const int Remembered = 8_192;
    private const int SentBits = 12;

    private static readonly ConcurrentDictionary<ActivityTraceId, SamplingPriority> _decisions = new();
    private static readonly ConcurrentQueue<ActivityTraceId> _order = new();
    private static int _count;

    // The trace ids that went out last, one in each place; where another took its place a late change is not counted, and nothing else.
    private static readonly string?[] _sent = new string?[1 << SentBits];

    internal static bool AnyDecided => Volatile.Read(ref _count) != 0;

    /// <summary>Changes the decision of a trace.</summary>
    /// <remarks>
    /// <para>Positive priorities set the recorded flag, the others clear it, on the span and its running ancestors in this process; spans
    /// started afterwards, and what is injected afterwards by any span of the trace, follow. A span that was started without being recorded can't become recorded.</para>
    /// </remarks>
    /// <param name="activity">A live span of the trace.</param>
    /// <param name="priority">The decision.</param>
    public static void Decide(Activity activity, SamplingPriority priority)
    {
        CountLate(IdentityOf(activity), priority);
        Remember(activity.TraceId, priority);
        for (Activity? span = activity; span is not null; span = span.Parent)
        {
            if (!span.IsStopped) Write(span, priority);
        }
    }

    /// <summary>Changes the decision of a trace by the identity of a span that is not recorded.</summary>
    /// <param name="context">An identity of the trace; one without ids is ignored.</param>
    /// <param name="priority">The decision.</param>
    public static void Decide(in ActivityContext context, SamplingPriority priority)
    {
        if (context.TraceId == default) return;
        if (AmbientSpan.Running is { } running && running.TraceId == context.TraceId)
        {
            Decide(running, priority);
            return;
        }

        CountLate(InForce(context), priority);
        Remember(context.TraceId, priority);
    }

    /// <summary>Notes that a trace's decision went downstream, so that changing it later is counted; Segue's propagators and binary format do so.</summary>
    /// <param name="traceId">The trace that was injected; <c>default</c> is ignored.</param>
    public static void MarkSent(ActivityTraceId traceId)
    {
        if (traceId == default) return;
        var id = traceId.ToHexString();
        ref var place = ref _sent[TraceIds.PlaceOf(id, SentBits)];
        // A trace is mostly passed on more than once, and a read costs less than a write.
        if (!ReferenceEquals(place, id)) Volatile.Write(ref place, id);
    }

    /// <summary>Notes that a trace's decision went downstream, as <see cref="MarkSent(ActivityTraceId)"/>.</summary>
    /// <param name="context">What was injected; one without ids is ignored.</param>
    public static void MarkSent(in ActivityContext context) => MarkSent(context.TraceId);

    /// <summary>Reads the identity of a span with the decision that is in force.</summary>
    /// <param name="activity">The span.</param>
    /// <returns>Its context; flags and tracestate follow a changed decision.</returns>
    public static ActivityContext IdentityOf(Activity activity) => AnyDecided ? InForce(activity.Context) : activity.Context;

    /// <summary>Reads an identity with the decision that is in force for its trace.</summary>
    /// <param name="context">The identity.</param>
    /// <returns>The same; flags and tracestate follow a changed decision.</returns>
    public static ActivityContext InForce(in ActivityContext context)
    {
        if (!AnyDecided) return context;
        var flags = context.TraceFlags;
        var state = context.TraceState;
        return PutInForce(context.TraceId, ref flags, ref state) ? new ActivityContext(context.TraceId, context.SpanId, flags, state, context.IsRemote) : context;
    }

    internal static bool PutInForce(ActivityTraceId traceId, ref ActivityTraceFlags flags, ref string? state)
    {
        if (!_decisions.TryGetValue(traceId, out var priority)) return false;
        if (priority > 0) flags |= ActivityTraceFlags.Recorded;
        else flags &= ~ActivityTraceFlags.Recorded;
        state = Stamp(state, priority);
        return true;
    }

    /// <summary>Reads the decision that a context carries.</summary>
    /// <param name="context">The context.</param>
    /// <returns>The vendor's priority if its tracestate says one, else keep or drop by the recorded flag.</returns>
    public static SamplingPriority PriorityOf(in ActivityContext context) =>
        VendorState.TryGetPriority(context.TraceState, out var priority)
            ? priority
            : (context.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? SamplingPriority.AutoKeep : SamplingPriority.AutoReject;

    /// <summary>Finds a span of this process that is active in the calling flow, or an ancestor of it, by its ids.</summary>
    /// <param name="ids">The ids that were read from somewhere.</param>
    /// <param name="local">The span's own context, with its flags and tracestate; <c>default</c> when false is returned.</param>
    /// <returns><see langword="true"/> when there is one.</returns>
    public static bool TryFind(in ActivityContext ids, out ActivityContext local)
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity.SpanId != ids.SpanId || activity.TraceId != ids.TraceId) continue;
            local = IdentityOf(activity);
            return true;
        }

        for (var scope = AmbientSpan.Innermost; scope is not null; scope = ScopeChain.SkipClosed(scope.Outer))
        {
            local = scope.SpanContext;
            if (local.SpanId == ids.SpanId && local.TraceId == ids.TraceId) return true;
        }

        local = default;
        return false;
    }

    private static void CountLate(in ActivityContext before, SamplingPriority priority)
    {
        if (PriorityOf(before) == priority) return;
        var id = before.TraceId.ToHexString();
        if (Volatile.Read(ref _sent[TraceIds.PlaceOf(id, SentBits)]) != id) return;
        Misuse.Report("decision_after_sending", "A sampling decision was changed after the trace had been passed on; services downstream go by the former one.");
    }

    /// <summary>Makes a span that has just started follow a decision that its parent started too early for.</summary>
    internal static void Align(Activity activity)
    {
        if (_decisions.TryGetValue(activity.TraceId, out var priority)) Write(activity, priority);
    }

    private static void Write(Activity span, SamplingPriority priority)
    {
        if (priority > 0) span.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        else span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        var state = span.TraceStateString;
        var stamped = Stamp(state, priority);
        if (!ReferenceEquals(state, stamped)) span.TraceStateString = stamped;
    }

    // A mechanism that says how the trace was decided before would be wrong now: -4 is by hand, and a dropped trace has none.
    private static string Stamp(string? state, SamplingPriority priority)
    {
        if (!VendorState.TryGetPriority(state, out var before)) return VendorState.WithPriority(state, priority);
        return before == priority ? state! : VendorState.WithPriority(VendorState.With(state, "t.dm", priority > 0 ? "-4" : null), priority);
    }

    private static void Remember(ActivityTraceId trace, SamplingPriority priority)
    {
        if (_decisions.TryAdd(trace, priority))
        {
            _order.Enqueue(trace);
            if (Interlocked.Increment(ref _count) <= Remembered || !_order.TryDequeue(out var oldest)) return;
            _decisions.TryRemove(oldest, out _);
            Interlocked.Decrement(ref _count);
            Misuse.Report("decision_forgotten", "More traces had their decision changed than are remembered; the oldest keeps what stands on its spans.");
        }
        else
        {
            _decisions[trace] = priority;
        }
    }
}
