using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>The one ambient context: what is active in a flow, whichever API made it.</summary>
/// <remarks>
/// <para><see cref="Activity.Current"/> is the truth. Beside it each flow remembers the innermost scope that was opened in it; that scope
/// is believed only while what it expects is current, so code that knows nothing of Segue can't be contradicted.</para>
/// <para>Threads and cost: safe from any thread; opening a scope writes one async-local, closing writes one only when it was the outermost.</para>
/// </remarks>
public static class AmbientSpan
{
    // A closed scope is skipped when read, so an inner one need not be taken out when it closes.
    private static readonly AsyncLocal<AmbientScope?> _flow = new();
    private static readonly ContextCallback _stop = static state => ((Activity)state!).Stop();

    /// <summary>The scope that is active in the calling flow; <see langword="null"/> when none is, or when an Activity that no scope opened is current.</summary>
    public static AmbientScope? Active
    {
        get
        {
            var scope = SkipClosed(_flow.Value);
            if (scope is null) return null;

            var current = Activity.Current;
            while (scope is not null && !Matches(scope, current)) scope = SkipClosed(scope.Outer);
            return scope;
        }
    }

    /// <summary>The current Activity, or its nearest ancestor that has not been stopped; <see langword="null"/> when there is none.</summary>
    public static Activity? Running => NearestRunning(Activity.Current);

    /// <summary>A flow in which nothing is ambient, for a span that takes nothing from its own.</summary>
    public static AmbientFlow Nothing => default;

    /// <summary>Reads what is ambient in the calling flow.</summary>
    /// <returns>A snapshot for the span that is about to start.</returns>
    public static AmbientFlow Capture() => new(Activity.Current, SkipClosed(_flow.Value), Baggage.Current);

    /// <summary>Starts a span and leaves it current.</summary>
    /// <remarks>
    /// <para>When nobody records it nothing changes and <see langword="null"/> is returned; use <see cref="ParentContext"/> for the identity to pass on.</para>
    /// </remarks>
    /// <param name="source">The source to start it from.</param>
    /// <param name="start">What to start it with.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>The started Activity, which is now current, or <see langword="null"/>.</returns>
    public static Activity? Start(ActivitySource source, in SpanStart start, in AmbientFlow flow)
    {
        var current = flow.Current;
        var mode = start.Mode;
        var parent = start.Parent;
        if (mode == ParentMode.Ambient) mode = ResolveAmbient(flow, out parent);
        else if (mode == ParentMode.Explicit && current is not null && IsSame(current, parent)) mode = ParentMode.Ambient;

        if (mode == ParentMode.Ambient) parent = default;
        else if (mode == ParentMode.Root && current is not null) Activity.Current = null;

        var activity = source.StartActivity(start.Name, start.Kind, parent, start.Tags, start.Links, start.StartTime);
        if (activity is null && mode == ParentMode.Root && current is not null) Assign(NearestRunning(current));
        return activity;
    }

    /// <summary>Runs a callback whose changes to the ambient context, other listeners' included, are undone when it returns.</summary>
    /// <remarks>
    /// <para>Restoring <see cref="Activity.Current"/> alone would leave the stacks that other vendors' listeners keep in async-locals of their own.</para>
    /// </remarks>
    /// <param name="callback">What to run; use a static delegate.</param>
    /// <param name="state">Passed to <paramref name="callback"/>.</param>
    public static void RunDetached(ContextCallback callback, object state)
    {
        var context = ExecutionContext.Capture();
        if (context is not null)
        {
            ExecutionContext.Run(context, callback, state);
            return;
        }

        // Flow is suppressed, so there is no context to run in: save and restore what is ours.
        var current = Activity.Current;
        callback(state);
        if (!ReferenceEquals(Activity.Current, current)) Assign(NearestRunning(current));
    }

    /// <summary>Stops an Activity without disturbing what is current in the calling flow, unless it is the current one.</summary>
    /// <remarks>
    /// <para>If it is current its nearest running ancestor becomes so; a scope over it stays open and active.</para>
    /// </remarks>
    /// <param name="activity">The Activity; stopping a stopped one does nothing.</param>
    public static void Stop(Activity activity)
    {
        if (activity.IsStopped) return;
        if (!ReferenceEquals(Activity.Current, activity))
        {
            RunDetached(_stop, activity);
            return;
        }

        activity.Stop();
        var scope = SkipClosed(_flow.Value);
        if (scope is not null && TryFindOpen(scope, activity, out var before))
        {
            var target = NearestRunning(activity.Parent) ?? NearestRunning(before);
            Assign(target);
            for (; scope is not null; scope = SkipClosed(scope.Outer))
            {
                if (!ReferenceEquals(scope.Expected, activity)) continue;
                var detail = scope.EnsureDetail();
                detail.Expected = target;
                detail.HasExpected = true;
            }
        }
        else if (Activity.Current is { IsStopped: true } stopped)
        {
            Assign(NearestRunning(stopped));
        }
    }

    /// <summary>Identity that a span which is not recorded passes on.</summary>
    /// <param name="start">What the span would have been started with.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>Its parent's context; <c>default</c> for a root.</returns>
    public static ActivityContext ParentContext(in SpanStart start, in AmbientFlow flow)
    {
        if (start.Mode == ParentMode.Explicit) return start.Parent;
        if (start.Mode == ParentMode.Root) return default;
        return ResolveAmbient(flow, out var parent) switch
        {
            ParentMode.Explicit => parent,
            ParentMode.Ambient when flow.Current is not null => flow.Current.Context,
            _ => default,
        };
    }

    /// <summary>Opens a scope: its span becomes the active one of the calling flow.</summary>
    /// <param name="scope">A scope that was not opened before.</param>
    public static void Open(AmbientScope scope) => Open(scope, Capture());

    /// <summary>Opens a scope over a span that was just started, or is to be made current.</summary>
    /// <param name="scope">A scope that was not opened before.</param>
    /// <param name="flow">The calling flow, captured before the span was started; what was current then is restored when the scope closes.</param>
    /// <param name="started">The span if it was started since and so is current already.</param>
    public static void Open(AmbientScope scope, in AmbientFlow flow, Activity? started = null)
    {
        scope.Before = flow.Current;
        scope.Outer = flow.Innermost;
        var activity = scope.Activity;
        if (activity is { IsStopped: true })
        {
            var detail = scope.EnsureDetail();
            detail.Expected = flow.Current;
            detail.HasExpected = true;
        }
        else if (activity is not null && ReferenceEquals(activity, started))
        {
            // A root below something current was started with nothing current.
            scope.StopRestores = flow.Current is null || activity.ParentSpanId != default;
        }
        else if (activity is not null)
        {
            Assign(flow.Current, activity);
        }

        _flow.Value = scope;
        AmbientBaggage.Push(scope, flow);
    }

    /// <summary>Closes a scope, finishes its span if it was made to, and restores what was current when it was opened.</summary>
    /// <remarks>
    /// <para>A scope that is not the innermost of the calling flow leaves what is current alone; closing twice does nothing the second time.</para>
    /// </remarks>
    /// <param name="scope">The scope.</param>
    public static void Close(AmbientScope scope)
    {
        var last = _flow.Value;
        var innermost = ReferenceEquals(last, scope) || ReferenceEquals(SkipClosed(last), scope);
        if (scope.IsClosed)
        {
            // Closed by another flow: this one may still have the stopped Activity as current.
            if (innermost && Activity.Current is { IsStopped: true } stale && ReferenceEquals(stale, scope.Activity)) Assign(stale, RestoreTarget(scope));
            return;
        }

        scope.MarkClosed();
        var activity = scope.FinishOnClose ? scope.FinishSpan() : null;
        if (!innermost)
        {
            if (activity is not null) Stop(activity);
            return;
        }

        // Whatever else is current here was left behind by others; it gives way to what is restored.
        activity?.Stop();
        AmbientBaggage.Pop(scope);
        var target = RestoreTarget(scope);
        if (activity is null || !scope.StopRestores || !ReferenceEquals(target, scope.Before)) Assign(target);
        if (SkipClosed(scope.Outer) is null) _flow.Value = null;
    }

    internal static Activity? NearestRunning(Activity? activity)
    {
        while (activity is { IsStopped: true }) activity = activity.Parent;
        return activity;
    }

    internal static AmbientScope? SkipClosed(AmbientScope? scope)
    {
        while (scope is not null && scope.IsClosed) scope = scope.Outer;
        return scope;
    }

    internal static bool Matches(AmbientScope scope, Activity? current)
    {
        var expected = scope.Expected;
        if (ReferenceEquals(expected, current)) return true;
        if (current is { IsStopped: false } && expected is { IsStopped: false }) return false;
        return (current is not null && ReferenceEquals(scope.Activity, current)) || ReferenceEquals(NearestRunning(current), NearestRunning(expected));
    }

    private static Activity? RestoreTarget(AmbientScope scope)
    {
        var target = scope.Before;
        for (var outer = scope.Outer; outer is not null && outer.IsClosed; outer = outer.Outer)
        {
            if (ReferenceEquals(target, outer.Expected) || ReferenceEquals(target, outer.Activity)) target = outer.Before;
        }

        return NearestRunning(target);
    }

    private static ParentMode ResolveAmbient(in AmbientFlow flow, out ActivityContext parent)
    {
        parent = default;
        var current = flow.Current;
        var scope = flow.Active;
        if (scope is not null && !(ReferenceEquals(scope.Activity, current) && current is { IsStopped: false }))
        {
            // Not recorded, or finished while its scope is open: its identity is not that of the current Activity.
            var identity = scope.SpanContext;
            if (SpanStart.IsValid(identity) && !(current is { IsStopped: false } && IsSame(current, identity)))
            {
                parent = identity;
                return ParentMode.Explicit;
            }
        }

        if (current is null) return ParentMode.Ambient;
        if (current.IsStopped)
        {
            // A forked flow outlived the span it was forked in: same trace, nearest running ancestor if there is one.
            parent = (NearestRunning(current) ?? current).Context;
            return SpanStart.IsValid(parent) ? ParentMode.Explicit : ParentMode.Root;
        }

        // Hierarchical ids have no W3C identity to be parented on.
        return current.IdFormat == ActivityIdFormat.W3C ? ParentMode.Ambient : ParentMode.Root;
    }

    private static bool TryFindOpen(AmbientScope scope, Activity activity, out Activity? before)
    {
        for (AmbientScope? open = scope; open is not null; open = SkipClosed(open.Outer))
        {
            before = open.Before;
            if (ReferenceEquals(open.Activity, activity)) return true;
        }

        before = null;
        return false;
    }

    private static bool IsSame(Activity activity, in ActivityContext context) =>
        !activity.IsStopped && activity.IdFormat == ActivityIdFormat.W3C && activity.SpanId == context.SpanId && activity.TraceId == context.TraceId;

    private static void Assign(Activity? activity) => Assign(Activity.Current, activity);

    private static void Assign(Activity? current, Activity? activity)
    {
        if (!ReferenceEquals(current, activity)) Activity.Current = activity;
    }
}
