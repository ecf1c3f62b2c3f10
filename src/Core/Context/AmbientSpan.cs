using System.Diagnostics;
using OpenTelemetry;
using Segue.Diagnostics;

namespace Segue.Context;

/// <summary>The one ambient context: what is active in a flow, whichever API made it.</summary>
/// <remarks>
/// <para><see cref="Activity.Current"/> is the truth. Beside it each flow remembers the innermost scope that was opened in it; that scope
/// is believed only while what it expects is current, so code that knows nothing of Segue can't be contradicted.</para>
/// <para>Errors: what a listener, sampler or processor throws is kept away from the caller and said by the event source.</para>
/// <para>Threads and cost: safe from any thread; opening a scope writes one async-local, closing writes one only when it was the outermost.</para>
/// </remarks>
public static class AmbientSpan
{
    // A closed scope is skipped when read, so an inner one need not be taken out when it closes.
    private static readonly AsyncLocal<AmbientScope?> _flow = new();
    private static readonly ContextCallback _stop = static state => StopSafely((Activity)state!);

    /// <summary>The scope that is active in the calling flow; <see langword="null"/> when none is, or when an Activity that no scope opened is current.</summary>
    public static AmbientScope? Active
    {
        get
        {
            var last = _flow.Value;
            if (last is null) return null;
            var current = Activity.Current;
            if (!last.IsClosed && last.IsPlainlyCurrent(current)) return last;
            // Finished by another flow while its scope is open here: that stays the active one.
            if (current is { IsStopped: true }) current = ScopeChain.Settle(last, current);
            return ScopeChain.FindActive(ScopeChain.SkipClosed(last), current);
        }
    }

    /// <summary>The current Activity, or what should be current where that was stopped by another flow; <see langword="null"/> when nothing runs.</summary>
    public static Activity? Running => Activity.Current is { IsStopped: true } stopped ? ScopeChain.Settle(_flow.Value, stopped) : Activity.Current;

    internal static AmbientScope? Innermost => ScopeChain.SkipClosed(_flow.Value);

    /// <summary>Reads only which Activity is current, for a span whose parent and baggage are given.</summary>
    /// <returns>A snapshot without scopes and baggage.</returns>
    public static AmbientFlow CaptureCurrent() => new(Activity.Current, null, default);

    /// <summary>Reads what is ambient in the calling flow.</summary>
    /// <remarks>
    /// <para>A stopped Activity that another flow left current here gives way to what runs around it.</para>
    /// </remarks>
    /// <returns>A snapshot for the span that is about to start.</returns>
    public static AmbientFlow Capture()
    {
        var last = _flow.Value;
        var current = Activity.Current;
        if (current is { IsStopped: true } stopped)
        {
            if (ScopeChain.Settle(last, stopped) is { } running) Activity.Current = current = running;
        }

        if (last is { IsClosed: true }) AmbientBaggage.Pop(last);
        return new AmbientFlow(current, last, Baggage.Current);
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
        if (mode == ParentMode.Ambient) mode = ResolveAmbient(flow, out parent);
        else if (mode == ParentMode.Explicit && current is not null && IsSame(current, parent)) mode = ParentMode.Ambient;

        if (mode == ParentMode.Ambient) parent = default;
        else if (mode == ParentMode.Root) Assign(null);

        Activity? activity = null;
        try
        {
            activity = source.StartActivity(start.Name, start.Kind, parent, start.Tags, start.Links, start.StartTime);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Starting a span", e.ToString());
            // A listener that throws once it was told leaves the span running and current.
            if (Activity.Current is { IsStopped: false } started && !ReferenceEquals(started, current) && ReferenceEquals(started.Source, source)) activity = started;
        }

        if (activity is null) Restore(current);
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
        if (!ReferenceEquals(Activity.Current, activity))
        {
            RunDetached(_stop, activity);
            return;
        }

        StopSafely(activity);
        Restore(activity);
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
            ParentMode.Ambient when flow.Current is not null => LocalTrace.IdentityOf(flow.Current),
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
        if (flow.Innermost is { IsClosed: false, Outer.IsClosed: true } outer) ScopeChain.Compress(outer);
        if (flow.Current is { } before && flow.Active is { } over && !over.Covers(before)) over.EnsureDetail().Take(before);
        var activity = scope.Activity;
        if (activity is { IsStopped: true })
        {
            scope.Cover(flow.Current);
        }
        else if (activity is not null)
        {
            scope.MadeCurrent = true;
            // A root below something current was started with nothing current.
            if (ReferenceEquals(activity, started)) scope.StopRestores = flow.Current is null || activity.ParentSpanId != default;
            else if (!ReferenceEquals(flow.Current, activity)) Activity.Current = activity;
        }

        _flow.Value = scope;
        AmbientBaggage.Push(scope, flow);
    }

    /// <summary>Closes a scope, finishes its span if it was made to, and restores what was current when it was opened.</summary>
    /// <remarks>
    /// <para>A scope that is not the innermost of the calling flow leaves what is current alone; closing twice does nothing the second time,
    /// except that the flow which opened it gets back what it had when the first time was in another flow.</para>
    /// </remarks>
    /// <param name="scope">The scope.</param>
    public static void Close(AmbientScope scope)
    {
        var last = _flow.Value;
        var innermost = ReferenceEquals(last, scope) || ScopeChain.IsBelowClosed(last, scope);
        Activity? activity = null;
        if (!scope.IsClosed)
        {
            // Closing it changes nothing of what follows a span that another flow finished here.
            if (!innermost) _ = Running;
            scope.MarkClosed();
            scope.Detail?.GiveBack();
            activity = scope.FinishOnClose ? scope.FinishSpan() : null;
        }
        else if (innermost)
        {
            // Closed by another flow, or here before: only what is still this scope's is taken back.
            AmbientBaggage.Pop(last!);
            var current = Activity.Current;
            innermost = current is not null && (ReferenceEquals(current, scope.Activity) || ReferenceEquals(current, scope.Detail?.Instead)) && !ReferenceEquals(current, scope.Before);
        }

        if (!innermost)
        {
            if (activity is not null) Stop(activity);
            return;
        }

        // Whatever else is current here was left behind by others; it gives way to what is restored.
        var stopped = activity is not null && StopSafely(activity);
        AmbientBaggage.Pop(last!);
        var target = ScopeChain.RestoreTarget(scope);
        if (!stopped || !scope.StopRestores || !ReferenceEquals(target, scope.Before)) Assign(target);
        // A closed scope around is kept where its span may come back: when something over it stops.
        if (scope.Outer is null || (target is null && ScopeChain.SkipClosed(scope.Outer) is null)) _flow.Value = null;
        else if (!ScopeChain.IsPlainlyOver(last!, scope)) _flow.Value = scope;
    }

    /// <summary>Takes back the baggage of scopes that another flow closed.</summary>
    internal static void PopClosed()
    {
        if (_flow.Value is { IsClosed: true } last) AmbientBaggage.Pop(last);
    }

    private static bool StopSafely(Activity activity)
    {
        try
        {
            activity.Stop();
            return true;
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Stopping a span", e.ToString());
            return false;
        }
    }

    private static ParentMode ResolveAmbient(in AmbientFlow flow, out ActivityContext parent)
    {
        parent = default;
        var current = flow.Current;
        var scope = flow.Active;
        if (scope is { HasSpan: true } && !(ReferenceEquals(scope.Activity, current) && current is { IsStopped: false }))
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
        return current.IdFormat == ActivityIdFormat.W3C ? ParentMode.Ambient : ParentMode.Root;
    }

    private static bool IsSame(Activity activity, in ActivityContext context) =>
        !activity.IsStopped && activity.IdFormat == ActivityIdFormat.W3C && activity.SpanId == context.SpanId && activity.TraceId == context.TraceId;

    private static void Restore(Activity? current) => Assign(current is { IsStopped: true } ? ScopeChain.Settle(_flow.Value, current) : current);

    private static void Assign(Activity? activity)
    {
        if (!ReferenceEquals(Activity.Current, activity)) Activity.Current = activity;
    }
}
