using System.Diagnostics;

namespace Segue.Context;

/// <summary>The spans of one trace in this process, and the decision that they share.</summary>
public static class LocalTrace
{
    /// <summary>Changes the sampling decision on a live span and its running ancestors in this process.</summary>
    /// <remarks>
    /// <para>Positive priorities set the recorded flag, the others clear it. Spans started afterwards below them inherit the decision, and
    /// what is injected afterwards carries it. A span that was started without being recorded can't become recorded.</para>
    /// </remarks>
    /// <param name="activity">A span; one that has been stopped is left alone.</param>
    /// <param name="priority">The decision.</param>
    public static void Decide(Activity activity, SamplingPriority priority)
    {
        for (Activity? span = activity; span is not null; span = span.Parent)
        {
            if (span.IsStopped) continue;
            if (priority > 0) span.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
            else span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            span.TraceStateString = VendorState.WithPriority(span.TraceStateString, priority);
        }
    }

    /// <summary>Reads the decision that a context carries.</summary>
    /// <param name="context">The context.</param>
    /// <returns>The vendor's priority if its tracestate says one, else keep or drop by the recorded flag.</returns>
    public static SamplingPriority PriorityOf(in ActivityContext context) =>
        VendorState.TryGetPriority(context.TraceState, out var priority)
            ? priority
            : (context.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? SamplingPriority.AutoKeep : SamplingPriority.AutoReject;
}
