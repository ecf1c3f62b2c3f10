using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>The one ambient context: what is active in a flow, whichever API made it.</summary>
/// <remarks>
/// <para><see cref="Activity.Current"/> is the truth, and most scopes are found by it alone. Where that can't tell, the flow remembers the
/// scope; it is believed only while what it expects is current, so code that knows nothing of Segue can't be contradicted.</para>
/// <para>Errors: what a listener, sampler or processor throws is kept away from the caller and said by the event source.</para>
/// <para>Threads and cost: safe from any thread; opening a scope over a new span writes no async-local but the Activity's own.</para>
/// </remarks>
public static partial class AmbientSpan
{
    /// <summary>The scope that is active in the calling flow; <see langword="null"/> when none is, or when an Activity that no scope opened is current.</summary>
    public static AmbientScope? Active
    {
        get
        {
            var current = Activity.Current;
            return current is { IsStopped: false } && ScopeTable.Find(current) is { IsPlain: true } scope ? scope : FindActive(current);
        }
    }

    /// <summary>The current Activity, or what should be current where that was stopped by another flow; <see langword="null"/> when nothing runs.</summary>
    public static Activity? Running => Activity.Current is { IsStopped: true } stopped ? ScopeChain.Settle(FlowMemory.FindLast(stopped), stopped) : Activity.Current;

    internal static AmbientScope? Innermost => ScopeChain.SkipClosed(FlowMemory.FindLast(Activity.Current));

    /// <summary>Reads only which Activity is current, for a span whose parent and baggage are given.</summary>
    /// <param name="flow">A snapshot without scopes and baggage.</param>
    public static void CaptureCurrent(out AmbientFlow flow)
    {
        flow = default;
        flow.CurrentActivity = Activity.Current;
    }

    /// <summary>Reads only which Activity is current, for a span whose parent and baggage are given.</summary>
    /// <returns>As <see cref="CaptureCurrent(out AmbientFlow)"/>.</returns>
    public static AmbientFlow CaptureCurrent()
    {
        CaptureCurrent(out var flow);
        return flow;
    }

    /// <summary>Reads what is ambient in the calling flow.</summary>
    /// <returns>As <see cref="Capture(out AmbientFlow)"/>.</returns>
    public static AmbientFlow Capture()
    {
        Capture(out var flow);
        return flow;
    }

    /// <summary>Reads what is ambient in the calling flow.</summary>
    /// <param name="flow">A snapshot for the span that is about to start; a stopped Activity that another flow left current gave way to what runs around it.</param>
    public static void Capture(out AmbientFlow flow)
    {
        var current = Activity.Current;
        if (current is { IsStopped: false } && ScopeTable.Find(current) is { IsPlain: true } scope)
        {
            flow.CurrentActivity = current;
            flow.ActiveScope = flow.Innermost = scope;
            flow.IsTold = true;
            flow.Known = null;
            flow.Baggage = Baggage.Current;
        }
        else
        {
            flow = CaptureByFlow(current);
        }
    }

    /// <summary>Starts a span without links that begins now, below what is ambient, and leaves it current.</summary>
    /// <param name="source">The source to start it from.</param>
    /// <param name="name">Operation name; never <see langword="null"/>.</param>
    /// <param name="kind">Role of the span in a remote call.</param>
    /// <param name="tags">Initial tags, seen by samplers; keys must be unique.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>As <see cref="Start(ActivitySource, in SpanStart, in AmbientFlow)"/>.</returns>
    public static Activity? Start(ActivitySource source, string name, ActivityKind kind, IEnumerable<KeyValuePair<string, object?>>? tags, in AmbientFlow flow)
    {
        if (!ParentResolution.IsPlain(flow)) return StartByMode(source, name, kind, default, tags, flow);
        return Settled(GuardedActivity.Start(source, name, kind, tags, flow.CurrentActivity), flow);
    }

    /// <summary>Starts a span without links that begins now, below a parent that was given, and leaves it current.</summary>
    /// <param name="source">The source to start it from.</param>
    /// <param name="name">Operation name; never <see langword="null"/>.</param>
    /// <param name="kind">Role of the span in a remote call.</param>
    /// <param name="parent">The parent, with both ids.</param>
    /// <param name="tags">Initial tags, seen by samplers; keys must be unique.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>As <see cref="Start(ActivitySource, in SpanStart, in AmbientFlow)"/>.</returns>
    public static Activity? Start(
        ActivitySource source, string name, ActivityKind kind, in ActivityContext parent, IEnumerable<KeyValuePair<string, object?>>? tags, in AmbientFlow flow)
    {
        var current = flow.CurrentActivity;
        if (parent.SpanId == default || (current is not null && ParentResolution.IsSame(current, parent))) return StartByMode(source, name, kind, parent, tags, flow);
        return Settled(GuardedActivity.Start(source, name, kind, parent, tags, current), flow);
    }

    /// <summary>Starts a span and leaves it current.</summary>
    /// <param name="source">The source to start it from.</param>
    /// <param name="start">What to start it with.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>The started Activity, which is now current; <see langword="null"/> when nobody records it, and then <see cref="ParentContext"/> is to be passed on.</returns>
    public static Activity? Start(ActivitySource source, in SpanStart start, in AmbientFlow flow)
    {
        var current = flow.Current;
        var mode = start.Mode;
        var parent = start.Parent;
        // A parent that the caller gave may have no span id either: such a context goes on as it is.
        var given = mode == ParentMode.Explicit;
        if (mode == ParentMode.Ambient) mode = ParentResolution.OfAmbient(flow, out parent);
        else if (given && current is not null && ParentResolution.IsSame(current, parent)) mode = ParentResolution.OfCurrent(current, ref parent, ref given);

        var belowHiddenRoot = !given && mode == ParentMode.Explicit && parent.SpanId == default && current is not null && HiddenActivity.IsHidden(current);
        if (mode == ParentMode.Ambient) parent = default;
        else if (mode == ParentMode.Root || belowHiddenRoot) Assign(null);
        Activity? asked = null;
        if (belowHiddenRoot) parent = HiddenActivity.ParentBelowRoot(current!, source, start, out asked);
        var activity = GuardedActivity.Start(source, start, parent, current);
        if (asked is not null && activity is not null) HiddenActivity.CopyTags(asked, activity);
        return Settled(activity, flow);
    }

    /// <summary>Runs a callback whose changes to the ambient context, async-locals of other vendors' listeners included, are undone when it returns.</summary>
    /// <param name="callback">What to run; use a static delegate.</param>
    /// <param name="state">Passed to <paramref name="callback"/>.</param>
    public static void RunDetached(ContextCallback callback, object state)
    {
        var context = ExecutionContext.Capture();
        if (context is not null)
        {
#if NET
            // As Run does, and cheaper.
            try { callback(state); }
            finally { ExecutionContext.Restore(context); }
#else
            ExecutionContext.Run(context, callback, state);
#endif
            return;
        }

        // Flow is suppressed, so there is no context: save and restore what is ours.
        var current = Activity.Current;
        callback(state);
        Restore(current);
    }

    /// <summary>Stops an Activity without disturbing what is current in the calling flow, unless it is the current one.</summary>
    /// <remarks>
    /// <para>If it is current its nearest running ancestor becomes so; a scope over it stays open and active.</para>
    /// </remarks>
    /// <param name="activity">The Activity; stopping a stopped one does nothing.</param>
    public static void Stop(Activity activity)
    {
        if (activity.IsStopped) return;
#if NET
        // Mostly it stops where it was started, and so changes nothing of the flow; a flow never changes but by another context.
        if (ExecutionContext.Capture() is { } before)
        {
            var stopped = GuardedActivity.Stop(activity);
            var after = ExecutionContext.Capture();
            if (stopped && ReferenceEquals(after, before)) return;
            ExecutionContext.Restore(before);
            if (!ReferenceEquals(Activity.Current, activity)) return;
            // It was the current one: what listeners changed of the flow stays.
            if (after is not null) ExecutionContext.Restore(after);
            Restore(activity);
            return;
        }
#endif
        if (!ReferenceEquals(Activity.Current, activity))
        {
            RunDetached(GuardedActivity.StopCallback, activity);
            return;
        }

        GuardedActivity.Stop(activity);
        Restore(activity);
    }

    /// <summary>Identity that a span which is not recorded passes on.</summary>
    /// <param name="start">What the span would have been started with.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>Its parent's context; <c>default</c> for a root.</returns>
    public static ActivityContext ParentContext(in SpanStart start, in AmbientFlow flow) => ParentResolution.ContextOf(start, flow);

    // Apart, so that the usual start does not clear the stack that this takes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Activity? StartByMode(
        ActivitySource source, string name, ActivityKind kind, in ActivityContext parent, IEnumerable<KeyValuePair<string, object?>>? tags, in AmbientFlow flow) =>
        Start(source, new SpanStart(name, parent.TraceId == default ? ParentMode.Ambient : ParentMode.Explicit, parent, kind, tags), flow);

    private static Activity? Settled(Activity? activity, in AmbientFlow flow)
    {
        if (activity is null) Restore(flow.CurrentActivity);
        else if (LocalTrace.AnyDecided) LocalTrace.Align(activity);
        return activity;
    }

    private static AmbientScope? FindActive(Activity? current)
    {
        if (FlowMemory.FindLast(current) is not { } last) return null;
        // Finished by another flow while its scope is open here: that stays the active one.
        if (current is { IsStopped: true }) current = ScopeChain.Settle(last, current);
        return ScopeChain.FindActive(ScopeChain.SkipClosed(last), current);
    }

    private static AmbientFlow CaptureByFlow(Activity? current)
    {
        var known = FlowMemory.Last;
        if (known is null && current is null) return new AmbientFlow { Baggage = Baggage.Current };
        var last = ScopeChain.FindLast(known, current);
        if (current is { IsStopped: true } stopped && ScopeChain.Settle(last, stopped) is { } running)
        {
            FlowMemory.Leave(last, running);
            Activity.Current = current = running;
        }

        if (last is { IsClosed: true }) AmbientBaggage.Pop(last);
        return new AmbientFlow(current, last, known, Baggage.Current);
    }

    private static void Restore(Activity? current)
    {
        var target = current;
        if (current is { IsStopped: true })
        {
            var last = FlowMemory.FindLast(current);
            target = ScopeChain.Settle(last, current);
            FlowMemory.Leave(last, target);
        }

        Assign(target);
    }

    private static void Assign(Activity? activity)
    {
        if (!ReferenceEquals(Activity.Current, activity)) Activity.Current = activity;
    }
}
