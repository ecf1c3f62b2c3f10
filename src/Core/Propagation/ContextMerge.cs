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
        var spanId = first.SpanId;
        if (laterStyle == PropagationStyle.TraceContext)
        {
            if (later.SpanId != first.SpanId)
            {
                if (firstStyle == PropagationStyle.Datadog) state = VendorState.With(state, "p", LastParent(later.TraceState) ?? first.SpanId.ToHexString());
                spanId = later.SpanId;
            }

            state = Append(state, OthersOf(later.TraceState));
        }

        if (VendorState.Get(state, "s") is null && VendorState.Get(later.TraceState, "s") is { } decision && !DecidedByFlags(firstStyle, laterStyle))
        {
            state = VendorState.With(state, "s", decision);
            flags = decision[0] == '-' || decision == "0" ? flags & ~ActivityTraceFlags.Recorded : flags | ActivityTraceFlags.Recorded;
        }

        if (VendorState.Get(state, "o") is null && VendorState.Get(later.TraceState, "o") is { } origin) state = VendorState.With(state, "o", origin);
        state = WithMissingParts(state, later.TraceState);
        return new ActivityContext(first.TraceId, spanId, flags, state, first.IsRemote);
    }

    private static string? LastParent(string? traceState) => VendorState.Get(traceState, "p") is { } last && last != "0000000000000000" ? last : null;

    // A traceparent says keep or drop with its flags, which Datadog's own headers may refine but other formats only repeat.
    private static bool DecidedByFlags(PropagationStyle first, PropagationStyle later) => first == PropagationStyle.TraceContext && later != PropagationStyle.Datadog;

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
            if (name is "s" or "o" or "p" or "e" or "t.tid" || (name == "t.dm" && VendorState.Get(state, "s") != VendorState.Get(later, "s"))) continue;
            if (VendorState.Get(state, name) is null) state = VendorState.With(state, name, value.ToString());
        }

        return state;
    }

    private static string? Append(string? state, string? others) =>
        string.IsNullOrEmpty(others) ? state : string.IsNullOrEmpty(state) ? others : state + "," + others;
}
