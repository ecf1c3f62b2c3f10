using System.Diagnostics;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Adds to a context what a later header says of the same trace.</summary>
internal static class ContextMerge
{
    /// <summary>Whether two contexts are of one trace; a later one may have dropped the upper half of the id.</summary>
    internal static bool IsSameTrace(in ActivityContext first, in ActivityContext later)
    {
        if (first.TraceId == later.TraceId) return true;
        var known = first.TraceId.ToHexString();
        var given = later.TraceId.ToHexString();
        return string.CompareOrdinal(given, 0, "0000000000000000", 0, 16) == 0 && string.CompareOrdinal(known, 16, given, 16, 16) == 0;
    }

    /// <summary>Merges a later context of the same trace into the first.</summary>
    /// <remarks>
    /// <para>A traceparent is written by every hop, so its span is the nearer parent even where another style goes first; that style's
    /// span stays known as the last one of the vendor's own (<c>p:</c>).</para>
    /// </remarks>
    internal static ActivityContext Merge(in ActivityContext first, PropagationStyle firstStyle, in ActivityContext later, PropagationStyle laterStyle)
    {
        var state = first.TraceState;
        var flags = first.TraceFlags;
        var spanId = first.SpanId == default ? later.SpanId : first.SpanId;
        if (laterStyle == PropagationStyle.TraceContext)
        {
            if (later.SpanId != first.SpanId)
            {
                var last = LastParent(later.TraceState) ?? (firstStyle == PropagationStyle.Datadog && first.SpanId != default ? first.SpanId.ToHexString() : null);
                if (last is not null) state = VendorState.With(state, "p", last);
                spanId = later.SpanId;
            }

            state = Append(state, OthersOf(later.TraceState));
        }

        if (VendorState.Get(state, "s") is null && DecisionOf(later, laterStyle, out var keep) is { } decision && MayDecide(first, firstStyle, laterStyle, keep))
        {
            state = VendorState.With(state, "s", decision);
            flags = keep ? flags | ActivityTraceFlags.Recorded : flags & ~ActivityTraceFlags.Recorded;
        }

        if (VendorState.Get(state, "o") is null && VendorState.Get(later.TraceState, "o") is { } origin) state = VendorState.With(state, "o", origin);
        state = WithMissingParts(state, later.TraceState);
        return new ActivityContext(first.TraceId, spanId, flags, state, first.IsRemote);
    }

    private static string? LastParent(string? traceState) => VendorState.Get(traceState, "p") is { } last && last != "0000000000000000" ? last : null;

    // A traceparent says keep or drop with its flag; other formats leave it open when they say nothing.
    private static string? DecisionOf(in ActivityContext later, PropagationStyle style, out bool keep)
    {
        keep = (later.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        return VendorState.Get(later.TraceState, "s") ?? (style == PropagationStyle.TraceContext ? keep ? "1" : "0" : null);
    }

    // What a flag decided the vendor's own headers may refine, but nobody may turn round.
    private static bool MayDecide(in ActivityContext first, PropagationStyle firstStyle, PropagationStyle laterStyle, bool keep) =>
        firstStyle != PropagationStyle.TraceContext || (laterStyle == PropagationStyle.Datadog && keep == ((first.TraceFlags & ActivityTraceFlags.Recorded) != 0));

    /// <summary>Makes it plain to a sampler whether there is a decision: vendor state without one is undecided.</summary>
    /// <remarks>
    /// <para>A traceparent's flag is a decision, also beside a member that names no priority. Other formats may leave it open, and the
    /// member is then there to say so, with the caller's span, of which alone that holds, and <c>u</c>: a member with a span alone is one
    /// that came in a tracestate, perhaps through a propagator that knows nothing of it.</para>
    /// </remarks>
    internal static ActivityContext Settle(in ActivityContext context, PropagationStyle style)
    {
        var state = context.TraceState;
        if (VendorState.Get(state, "s") is not null) return context;
        if (style == PropagationStyle.TraceContext)
        {
            if (!VendorState.IsIn(state)) return context;
            state = VendorState.WithPriority(state, LocalTrace.PriorityOf(context));
        }
        else
        {
            state = VendorState.With(VendorState.With(state, "u", "1"), "p", context.SpanId.ToHexString());
        }

        return new ActivityContext(context.TraceId, context.SpanId, context.TraceFlags, state, context.IsRemote);
    }

    // Other vendors' members, in their order.
    private static string? OthersOf(string? traceState)
    {
        var others = VendorState.With(traceState, "s", null);
        if (others is null || !others.StartsWith(VendorState.Member, StringComparison.Ordinal)) return others;
        var comma = others.IndexOf(',');
        return comma < 0 ? null : others.Substring(comma + 1);
    }

    private static string? WithMissingParts(string? state, string? later)
    {
        var rest = VendorState.ReadMember(later).Text;
        var clean = true;
        while (VendorMember.TryPart(ref rest, out var key, out var value, ref clean))
        {
            var name = key.ToString();
            // The mechanism is that of a decision, so it goes with an equal one only.
            if (name is "s" or "o" or "p" or "e" or "u" or "t.tid" || (name == "t.dm" && VendorState.Get(state, "s") != VendorState.Get(later, "s"))) continue;
            if (VendorState.Get(state, name) is null) state = VendorState.With(state, name, value.ToString());
        }

        return state;
    }

    private static string? Append(string? state, string? others) =>
        string.IsNullOrEmpty(others) ? state : string.IsNullOrEmpty(state) ? others : state + "," + others;
}
