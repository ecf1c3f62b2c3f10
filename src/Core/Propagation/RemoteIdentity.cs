using System.Diagnostics;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Makes the context that an extraction returns.</summary>
internal static class RemoteIdentity
{
    // Made once: they are all that the formats without vendor state can say.
    private static readonly string _keep = VendorState.WithPriority(null, SamplingPriority.AutoKeep);
    private static readonly string _drop = VendorState.WithPriority(null, SamplingPriority.AutoReject);
    private static readonly string _debug = VendorState.WithPriority(null, SamplingPriority.UserKeep);

    /// <summary>A remote context whose flag says keep or undecided and whose tracestate says what was decided.</summary>
    internal static ActivityContext Of(ActivityTraceId trace, ActivitySpanId span, SamplingPriority? decision)
    {
        var state = decision switch
        {
            null => null,
            SamplingPriority.AutoKeep => _keep,
            SamplingPriority.UserKeep => _debug,
            _ => _drop,
        };
        var flags = decision is null or > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        return new ActivityContext(trace, span, flags, state, isRemote: true);
    }

    /// <summary>Counts that copies of one header named different traces.</summary>
    internal static void CountConflict() => Misuse.Report("context_conflict", "Copies of a header named more than one trace; the first goes on.");

    internal static bool IsKnown(in ActivityContext context) => context.TraceId != default && context.SpanId != default;

    /// <summary>The decision to write for a context: that of its trace, if it was changed since; none where it came without one and is passed on as it came.</summary>
    internal static SamplingPriority? DecisionOf(in ActivityContext context)
    {
        var now = LocalTrace.InForce(context);
        if (VendorState.TryGetPriority(now.TraceState, out var priority)) return priority;
        if ((now.TraceFlags & ActivityTraceFlags.Recorded) == 0) return SamplingPriority.AutoReject;
        return IsUndecided(VendorState.ReadMember(now.TraceState), now.SpanId) ? null : SamplingPriority.AutoKeep;
    }

    /// <summary>Whether vendor state says that nothing was decided, and of this span: one that was started since has the flag of whoever decided then.</summary>
    internal static bool IsUndecided(in VendorMember vendor, in ActivitySpanId span) =>
        !vendor.Undecided.IsEmpty && (vendor.Parent.SequenceEqual(span.ToHexString().AsSpan()) || (span == HttpPropagator.NoParent && HexIds.IsZero(vendor.Parent)));
}
