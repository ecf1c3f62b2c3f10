using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>The one ambient context: what is active in a flow, whichever API made it.</summary>
/// <remarks>
/// <para><see cref="Activity.Current"/> is the truth, and most scopes are found by it alone. Where that can't tell, the flow remembers the
/// scope; it is believed only while what it expects is current, so code that knows nothing of Segue can't be contradicted.</para>
/// <para>Errors: what a listener, sampler or processor throws is kept away from the caller and said by the event source.</para>
/// <para>Threads and cost: safe from any thread; opening a scope over a new span writes no async-local but the Activity's own.</para>
/// </remarks>
public static class AmbientSpan
{
    // The innermost scope that ScopeTable doesn't tell. A closed one is skipped when read, so an inner one need not be taken out when it closes.
    private static readonly AsyncLocal<AmbientScope?> _flow = new();
    private static readonly ContextCallback _stop = static state => GuardedActivity.Stop((Activity)state!);

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
    public static Activity? Running => Activity.Current is { IsStopped: true } stopped ? ScopeChain.Substitute(_flow.Value, stopped) : Activity.Current;

    internal static AmbientScope? Innermost => ScopeChain.FindInnermost(_flow.Value, Activity.Current);

    /// <summary>Reads only which Activity is current, for a span whose parent and baggage are given.</summary>
    /// <returns>A snapshot without scopes and baggage.</returns>
    public static AmbientFlow CaptureCurrent() => new(Activity.Current, null, null, default);

    /// <summary>Reads what is ambient in the calling flow.</summary>
    /// <remarks>
    /// <para>A stopped Activity that another flow left current here gives way to what runs around it.</para>
    /// </remarks>
    /// <returns>A snapshot for the span that is about to start.</returns>
    public static AmbientFlow Capture()
    {
        var current = Activity.Current;
        return current is { IsStopped: false } && ScopeTable.Find(current) is { IsPlain: true } scope
            ? new AmbientFlow(current, scope, scope, Baggage.Current)
            : CaptureByFlow(current);
    }

    /// <summary>Starts a span of which nothing is known but its name and kind, and leaves it current.</summary>
    /// <param name="source">The source to start it from.</param>
    /// <param name="name">Operation name; never <see langword="null"/>.</param>
    /// <param name="kind">Role of the span in a remote call.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>As <see cref="Start(ActivitySource, in SpanStart, in AmbientFlow)"/>.</returns>
    public static Activity? Start(ActivitySource source, string name, ActivityKind kind, in AmbientFlow flow)
    {
        if (!ParentResolution.IsPlain(flow)) return Start(source, new SpanStart(name, kind: kind), flow);
        var activity = GuardedActivity.Start(source, name, kind, flow.Current);
        if (activity is null) Assign(ScopeChain.NearestRunning(flow.Current));
        else if (LocalTrace.AnyDecided) LocalTrace.Align(activity);
        return activity;
    }

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
        if (mode == ParentMode.Ambient) mode = ParentResolution.OfAmbient(flow, out parent);
        else if (mode == ParentMode.Explicit && current is not null && ParentResolution.IsSame(current, parent)) mode = ParentResolution.OfCurrent(current, ref parent);

        var belowHiddenRoot = mode == ParentMode.Explicit && parent.SpanId == default && current is not null && HiddenActivity.IsHidden(current);
        if (mode == ParentMode.Ambient) parent = default;
        else if (mode == ParentMode.Root || belowHiddenRoot) Assign(null);
        Activity? asked = null;
        if (belowHiddenRoot) parent = HiddenActivity.ParentBelowRoot(current!, source, start, out asked);

        var activity = GuardedActivity.Start(source, start, parent, current);
        if (asked is not null && activity is not null) HiddenActivity.CopyTags(asked, activity);
        if (activity is null) Assign(ScopeChain.NearestRunning(current));
        else if (LocalTrace.AnyDecided) LocalTrace.Align(activity);
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
        Assign(ScopeChain.NearestRunning(current));
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

        GuardedActivity.Stop(activity);
        Assign(Replace(activity));
    }

    /// <summary>Identity that a span which is not recorded passes on.</summary>
    /// <param name="start">What the span would have been started with.</param>
    /// <param name="flow">The calling flow, captured since anything in it changed.</param>
    /// <returns>Its parent's context; <c>default</c> for a root.</returns>
    public static ActivityContext ParentContext(in SpanStart start, in AmbientFlow flow) => ParentResolution.ContextOf(start, flow);

    /// <summary>Identity that goes out for an Activity: its own or, where nobody records it, that of the nearest ancestor that is recorded or remote.</summary>
    /// <param name="activity">The Activity.</param>
    /// <returns>Its context with the decision in force; <c>default</c> when nothing around it can be named.</returns>
    public static ActivityContext OutgoingContext(Activity activity)
    {
        if (activity is null || activity.IdFormat != ActivityIdFormat.W3C) return default;
        if (!HiddenActivity.IsHidden(activity)) return LocalTrace.IdentityOf(activity);
        return HiddenActivity.TryFindAround(activity, out var context) ? context : HiddenActivity.IdentityOfRoot(activity);
    }

    /// <summary>Whether an Activity was made by the framework though nobody records it.</summary>
    /// <param name="activity">The Activity.</param>
    /// <returns><see langword="true"/> when it will never be exported.</returns>
    public static bool IsHidden(Activity activity) => activity is not null && HiddenActivity.IsHidden(activity);

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
        if (flow.Innermost is { Outer.IsClosed: true } outer) ScopeChain.Compress(outer);
        var activity = scope.Activity;
        var isNew = activity is { IsStopped: false } && ReferenceEquals(activity, started);
        // A root below something current was started with nothing current.
        if (isNew) scope.StopRestores = flow.Current is null || activity!.Parent is not null || activity.ParentSpanId != default;
        else MakeCurrent(scope, flow);
        var ownsHolder = AmbientBaggage.Push(scope, flow);
        if (isNew && !ownsHolder && scope.FinishOnClose && ReferenceEquals(activity!.Parent, flow.Current)) ScopeTable.Add(scope);
        else _flow.Value = scope;
    }

    /// <summary>Closes a scope, finishes its span if it was made to, and restores what was current when it was opened.</summary>
    /// <remarks>
    /// <para>A scope that is not the innermost of the calling flow leaves what is current alone; closing twice does nothing the second time,
    /// except that the flow which opened it gets back what it had when the first time was in another flow.</para>
    /// </remarks>
    /// <param name="scope">The scope.</param>
    public static void Close(AmbientScope scope)
    {
        var current = Activity.Current;
        var plain = scope.IsPlain && ReferenceEquals(scope.Activity, current) && !current!.IsStopped;
        var last = plain ? null : _flow.Value;
        var innermost = plain || IsInnermost(scope, last, current);
        Activity? activity = null;
        if (!scope.IsClosed)
        {
            scope.MarkClosed();
            activity = scope.FinishOnClose ? scope.FinishSpan() : null;
        }
        else if (innermost)
        {
            // Closed by another flow, or here before: only what is still this scope's is taken back.
            AmbientBaggage.Pop(scope);
            innermost = current is not null && (ReferenceEquals(current, scope.Activity) || ReferenceEquals(current, scope.Expected)) && !ReferenceEquals(current, scope.Before);
        }

        if (scope.IsHeld) ScopeTable.Remove(scope);
        if (!innermost)
        {
            if (activity is not null) Stop(activity);
            return;
        }

        // Whatever else is current here was left behind by others; it gives way to what is restored.
        var stopped = activity is not null && GuardedActivity.Stop(activity);
        if (scope.Detail is not null || scope.Outer is { IsClosed: true }) AmbientBaggage.Pop(scope);
        var target = scope.Before;
        AmbientScope? finished = null;
        if (target is { IsStopped: true } || scope.Outer is { IsClosed: true }) target = ScopeChain.RestoreTarget(scope, out finished);
        if (finished is not null) KeepActive(finished, target);
        else if (last is not null && ScopeChain.SkipClosed(last) is null) _flow.Value = null;
        if (!stopped || !scope.StopRestores || !ReferenceEquals(target, scope.Before)) Assign(target);
    }

    /// <summary>Lets the calling flow itself know a scope that its Activity alone told so far.</summary>
    internal static void Remember(AmbientScope scope)
    {
        if (!ScopeChain.Contains(_flow.Value, scope)) _flow.Value = scope;
    }

    private static bool IsInnermost(AmbientScope scope, AmbientScope? last, Activity? current) =>
        ReferenceEquals(last, scope)
        || (scope is { IsHeld: true, IsClosed: true } && ReferenceEquals(current, scope.Activity))
        || ReferenceEquals(ScopeChain.FindInnermost(last, current), scope);

    private static AmbientScope? FindActive(Activity? current)
    {
        var last = _flow.Value;
        if (current is { IsStopped: true })
        {
            // Finished by another flow while its scope is open: it stays the active one.
            if (ScopeChain.FindActive(ScopeChain.SkipClosed(last), current) is { } open && ReferenceEquals(open.Activity, current)) return open;
            current = ScopeChain.Substitute(last, current);
        }

        return ScopeChain.FindActive(ScopeChain.SkipClosed(last), current);
    }

    private static AmbientFlow CaptureByFlow(Activity? current)
    {
        if (current is { IsStopped: true } && Replace(current) is { } substitute) Activity.Current = current = substitute;
        var last = _flow.Value;
        if (last is null && current is null) return new AmbientFlow(null, null, null, Baggage.Current);
        if (last is { IsClosed: true })
        {
            AmbientBaggage.Pop(last);
            if (ScopeChain.SkipClosed(last) is null) _flow.Value = last = null;
        }

        var innermost = ScopeChain.FindInnermost(last, current);
        return new AmbientFlow(current, innermost, ScopeChain.FindActive(innermost, current), Baggage.Current);
    }

    // Finds what takes the place of a current Activity that was stopped; the scopes over it stay where they are.
    private static Activity? Replace(Activity stopped)
    {
        var last = _flow.Value;
        var substitute = ScopeChain.Substitute(last, stopped, out var finished);
        if (ScopeTable.Find(stopped) is { } scope) finished = scope;
        if (finished is not null) last = KeepActive(finished, substitute);
        ScopeChain.Expect(last, stopped, substitute);
        return substitute;
    }

    // Its Activity is not current any more, so from here on the flow has to know the scope.
    private static AmbientScope KeepActive(AmbientScope scope, Activity? current)
    {
        Remember(scope);
        scope.Expect(current);
        if (current is not null && ScopeTable.Find(current) is { } under) under.IsShadowed = true;
        return _flow.Value!;
    }

    // The current Activity alone can't tell any more which scope is active, here or where the span was activated before.
    private static void MakeCurrent(AmbientScope scope, in AmbientFlow flow)
    {
        var activity = scope.Activity;
        if (activity is { IsStopped: true }) scope.Expect(flow.Current);
        else if (activity is not null && !ReferenceEquals(flow.Current, activity)) Activity.Current = activity;
        if (activity is not null && ScopeTable.Find(activity) is { } first) first.IsShadowed = true;
        if (flow.Active is not null) flow.Active.IsShadowed = true;
    }

    private static void Assign(Activity? activity)
    {
        if (!ReferenceEquals(Activity.Current, activity)) Activity.Current = activity;
    }
}
