using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Segue.Context;

/// <summary>Tells Activities that the framework made though nobody records them, and finds what stands around them.</summary>
/// <remarks>
/// <para>ASP.NET Core and HttpClient make one wherever a diagnostic listener or an Activity is present, without a source and so without asking a
/// sampler. It is never exported, so nothing that is may name it as its parent.</para>
/// </remarks>
public static class HiddenActivity
{
    // What was decided for the trace of a hidden root, by the first span that was started below it.
    private static readonly ConditionalWeakTable<Activity, Decision> _decisions = new();
    private static readonly string _decisionProperty = typeof(Decision).FullName!;

    [ThreadStatic]
    private static Activity? _askedFor;

    /// <summary>Whether an Activity was made by the framework though nobody records it.</summary>
    /// <param name="activity">The Activity.</param>
    /// <returns><see langword="true"/> when it will never be exported.</returns>
    public static bool IsHidden(Activity activity) =>
        activity is not null && activity.Source.Name.Length == 0 && activity.IdFormat == ActivityIdFormat.W3C && activity.IsAllDataRequested && !activity.Source.HasListeners();

    /// <summary>The trace that a sampler decides about: the one that it was given or, for a span below a hidden root, the root's.</summary>
    /// <remarks>
    /// <para>Such a span is asked about as a root, so .NET makes an id for it that no span will have; a decision by the id's hash has to go by the one that goes out.</para>
    /// </remarks>
    /// <param name="given">The trace id in the sampler's parameters.</param>
    /// <returns>The trace id that spans are exported with.</returns>
    public static ActivityTraceId TraceAskedAbout(ActivityTraceId given) => _askedFor is { } root ? root.TraceId : given;

    /// <summary>Finds the decision that stands behind an Activity which nobody records: that of the nearest ancestor that is recorded or remote or, where there is
    /// none, the one that the first span of the shim or the native API below it was given.</summary>
    /// <param name="activity">The Activity.</param>
    /// <param name="context">Flags and tracestate with the decision in force, remote where it came with a request; <c>default</c> when false is returned.</param>
    /// <returns><see langword="false"/> when nobody has decided.</returns>
    public static bool TryFindDecision(Activity activity, out ActivityContext context)
    {
        context = default;
        if (activity is null || activity.IdFormat != ActivityIdFormat.W3C) return false;
        if (TryFindAround(activity, out context)) return true;
        var root = OutermostOf(activity);
        var decided = _decisions.TryGetValue(root, out var decision);
        var flags = decision?.Flags ?? ActivityTraceFlags.None;
        var state = decision?.TraceState;
        if (LocalTrace.AnyDecided) decided |= LocalTrace.PutInForce(root.TraceId, ref flags, ref state);
        context = decided ? new ActivityContext(root.TraceId, root.SpanId, flags, state) : default;
        return decided;
    }

    /// <summary>Identity that goes out for an Activity: its own or, where nobody records it, that of the nearest ancestor that is recorded or remote.</summary>
    /// <param name="activity">The Activity.</param>
    /// <returns>Its context with the decision in force; <c>default</c> when nothing around it can be named.</returns>
    public static ActivityContext OutgoingContext(Activity activity)
    {
        if (activity is null || activity.IdFormat != ActivityIdFormat.W3C) return default;
        if (!IsHidden(activity)) return LocalTrace.IdentityOf(activity);
        return TryFindAround(activity, out var context) ? context : IdentityOfRoot(activity);
    }

    /// <summary>Identity that goes out with a request of the calling flow, whether the active span is recorded or not.</summary>
    /// <returns>The context with the decision in force; <c>default</c> when there is none.</returns>
    public static ActivityContext OutgoingContext() => ParentResolution.ContextOf(new SpanStart(""), AmbientSpan.Capture());

    /// <summary>Finds the nearest ancestor that is recorded, or remote.</summary>
    /// <param name="hidden">The hidden Activity.</param>
    /// <param name="context">The ancestor's identity; where there is none, the trace's id without a span.</param>
    /// <returns>Whether there is one.</returns>
    internal static bool TryFindAround(Activity hidden, out ActivityContext context)
    {
        var outermost = hidden;
        for (var ancestor = hidden.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (!IsHidden(ancestor))
            {
                context = ancestor.IdFormat == ActivityIdFormat.W3C ? LocalTrace.IdentityOf(ancestor) : default;
                return SpanStart.IsValid(context);
            }

            outermost = ancestor;
        }

        context = LocalTrace.InForce(new ActivityContext(outermost.TraceId, outermost.ParentSpanId, outermost.ActivityTraceFlags, outermost.TraceStateString, isRemote: true));
        return context.SpanId != default;
    }

    /// <summary>The parent of a span below a hidden root: the root's trace without a span, with the decision that a root would get.</summary>
    /// <remarks>
    /// <para>A sampler that follows parents takes any parent's flags for a decision, so it is asked once as for a root, by an Activity that is never started.</para>
    /// </remarks>
    /// <param name="hidden">The current Activity.</param>
    /// <param name="source">The source that the span is started from.</param>
    /// <param name="start">The span.</param>
    /// <param name="asked">That Activity, which has the sampler's tags; <see langword="null"/> where the trace is decided already.</param>
    internal static ActivityContext ParentBelowRoot(Activity hidden, ActivitySource source, in SpanStart start, out Activity? asked)
    {
        asked = null;
        var root = OutermostOf(hidden);
        if (!_decisions.TryGetValue(root, out var decision))
        {
            _askedFor = root;
            asked = GuardedActivity.Create(source, start);
            _askedFor = null;
            var made = new Decision(asked?.ActivityTraceFlags ?? ActivityTraceFlags.None, asked?.TraceStateString);
            decision = _decisions.GetValue(root, _ => made);
            asked?.SetCustomProperty(_decisionProperty, decision);
        }

        return LocalTrace.InForce(new ActivityContext(root.TraceId, default, decision.Flags, decision.TraceState));
    }

    /// <summary>What goes out for a hidden root: its trace with the decision and, as parent, the span below it that the decision was made for.</summary>
    /// <remarks>
    /// <para>The root itself is never exported, so it is named only where the trace was dropped and nothing of it is. Without a decision, or
    /// where a kept trace has no span, nothing goes out.</para>
    /// </remarks>
    internal static ActivityContext IdentityOfRoot(Activity hidden)
    {
        var root = OutermostOf(hidden);
        if (!_decisions.TryGetValue(root, out var decision)) return default;
        var first = decision.FirstSpan;
        if (first == default && (decision.Flags & ActivityTraceFlags.Recorded) != 0) return default;
        return LocalTrace.InForce(new ActivityContext(root.TraceId, first == default ? root.SpanId : first, decision.Flags, decision.TraceState));
    }

    /// <summary>Gives a span the tags that the sampler added when it was asked as for a root, and makes it the one that the root's trace is known by.</summary>
    internal static void CopyTags(Activity asked, Activity span)
    {
        if (span.IsAllDataRequested && asked.GetCustomProperty(_decisionProperty) is Decision decision && decision.FirstSpan == default) decision.FirstSpan = span.SpanId;
        foreach (var tag in asked.EnumerateTagObjects())
        {
            if (span.GetTagItem(tag.Key) is null) span.SetTag(tag.Key, tag.Value);
        }
    }

    private static Activity OutermostOf(Activity hidden)
    {
        while (hidden.Parent is { } parent) hidden = parent;
        return hidden;
    }

    private sealed class Decision(ActivityTraceFlags flags, string? traceState)
    {
        internal readonly ActivityTraceFlags Flags = flags;
        internal readonly string? TraceState = traceState;
        internal ActivitySpanId FirstSpan;
    }
}
