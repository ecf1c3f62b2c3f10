using System.Diagnostics;

namespace Segue.Context;

/// <summary>Decides what a new span is parented on.</summary>
internal static class ParentResolution
{
    /// <summary>The identity that a span which is not recorded passes on.</summary>
    internal static ActivityContext ContextOf(in SpanStart start, in AmbientFlow flow)
    {
        if (start.Mode == ParentMode.Explicit)
            return flow.Current is { } current && HiddenActivity.IsHidden(current) && IsSame(current, start.Parent) ? HiddenActivity.OutgoingContext(current) : start.Parent;
        if (start.Mode == ParentMode.Root) return default;
        return OfAmbient(flow, out var parent) switch
        {
            ParentMode.Explicit when parent.SpanId == default && flow.Current is { } hidden => HiddenActivity.IdentityOfRoot(hidden),
            ParentMode.Explicit => parent,
            ParentMode.Ambient when flow.Current is not null => LocalTrace.IdentityOf(flow.Current),
            _ => default,
        };
    }

    /// <summary>Whether what the platform would parent a span on is right: nothing at all, or the running span of the active scope.</summary>
    internal static bool IsPlain(in AmbientFlow flow) =>
        flow.IsTold || (flow.Current is { } current
            ? flow.Active is { } scope && ReferenceEquals(scope.Activity, current) && !current.IsStopped && current.IdFormat == ActivityIdFormat.W3C
                && !HiddenActivity.IsHidden(current)
            : flow.Active is null);

    /// <summary>Where the parent of a span without references comes from.</summary>
    internal static ParentMode OfAmbient(in AmbientFlow flow, out ActivityContext parent)
    {
        parent = default;
        var current = flow.Current;
        var scope = flow.Active;
        if (scope is not null && !(ReferenceEquals(scope.Activity, current) && current is { IsStopped: false }) && scope.HasSpan)
        {
            // Not recorded, or finished while its scope is open: its identity is not that of the current Activity.
            parent = scope.SpanContext;
            if (!SpanStart.IsValid(parent)) return ParentMode.Root;
            if (!(current is { IsStopped: false } && IsSame(current, parent))) return ParentMode.Explicit;
        }

        if (current is null) return ParentMode.Ambient;
        if (current.IsStopped)
        {
            // A forked flow outlived the span that it was forked in, and nothing around it runs: at least it stays in the trace.
            parent = current.Context;
            return SpanStart.IsValid(parent) ? ParentMode.Explicit : ParentMode.Root;
        }

        // Hierarchical ids have no W3C identity to be parented on.
        if (current.IdFormat != ActivityIdFormat.W3C) return ParentMode.Root;
        if (!HiddenActivity.IsHidden(current)) return ParentMode.Ambient;
        HiddenActivity.TryFindAround(current, out parent);
        return SpanStart.IsValid(parent) ? ParentMode.Explicit : ParentMode.Root;
    }

    /// <summary>As for a span without references, where the current Activity itself was given as parent.</summary>
    internal static ParentMode OfCurrent(Activity current, ref ActivityContext parent, ref bool given)
    {
        given = false;
        if (!HiddenActivity.IsHidden(current)) return ParentMode.Ambient;
        HiddenActivity.TryFindAround(current, out parent);
        return ParentMode.Explicit;
    }

    internal static bool IsSame(Activity activity, in ActivityContext context) =>
        !activity.IsStopped && activity.IdFormat == ActivityIdFormat.W3C && activity.SpanId == context.SpanId && activity.TraceId == context.TraceId;
}
