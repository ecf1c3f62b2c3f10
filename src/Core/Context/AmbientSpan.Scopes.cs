using System.Diagnostics;

namespace Segue.Context;

/// <content>Opens and closes scopes.</content>
public static partial class AmbientSpan
{
    /// <summary>Opens a scope: its span becomes the active one of the calling flow.</summary>
    public static void Open(AmbientScope scope) => Open(scope, Capture());

    /// <summary>Opens a scope over a span that was just started, or is to be made current.</summary>
    /// <param name="scope">A scope that was not opened before.</param>
    /// <param name="flow">The calling flow, captured before the span was started; what was current then is restored when the scope closes.</param>
    /// <param name="started">The span if it was started since and so is current already.</param>
    public static void Open(AmbientScope scope, in AmbientFlow flow, Activity? started = null)
    {
        var before = scope.Before = flow.Current;
        var outer = scope.Outer = flow.Innermost;
        if (outer is { IsClosed: false, Outer.IsClosed: true }) ScopeChain.Compress(outer);
        if (before is not null && !flow.IsTold && flow.Active is { } over && !over.Covers(before)) over.EnsureDetail().Take(before);
        var activity = scope.Activity;
        var isNew = activity is { IsStopped: false } && ReferenceEquals(activity, started);
        if (isNew)
        {
            scope.MarkMadeCurrent();
            // A root below something current was started with nothing current.
            if (before is null || activity!.Parent is not null || activity.ParentSpanId != default) scope.SetStopRestores(true);
        }
        else
        {
            MakeCurrent(scope);
        }

        var ownsHolder = AmbientBaggage.Push(scope, flow);
        if (isNew && !ownsHolder && scope.FinishOnClose && ReferenceEquals(activity!.Parent, before) && outer is not { IsClosed: true } && activity.IdFormat == ActivityIdFormat.W3C
            && ScopeTable.TryAdd(scope))
        {
            // What a scope that is closed left in the flow is not needed any more.
            if (flow.Known is { IsClosed: true } && !ReferenceEquals(flow.Known, outer)) FlowMemory.Remember(outer);
        }
        else
        {
            FlowMemory.Remember(scope);
        }
    }

    /// <summary>Closes a scope, finishes its span if it was made to, and restores what was current when it was opened.</summary>
    /// <remarks>
    /// <para>One that is not the innermost of the calling flow leaves what is current alone. Closing twice does nothing the second time, but where the first was in another flow.</para>
    /// </remarks>
    /// <param name="scope">The scope.</param>
    public static void Close(AmbientScope scope)
    {
        var current = Activity.Current;
        var isPlain = current is { IsStopped: false } && ReferenceEquals(scope.Activity, current)
            && scope.Before is null or { IsStopped: false } && scope.Outer is null or { IsClosed: false } && scope.TryClosePlain();
        if (!isPlain)
        {
            CloseByFlow(scope, current);
        }
        else
        {
            ScopeTable.Remove(scope);
            scope.Detail?.GiveBack();
            var stopped = scope.FinishSpan() is { } activity && GuardedActivity.Stop(activity);
            if (!stopped || !scope.StopRestores) Assign(scope.Before);
        }
    }

    private static void CloseByFlow(AmbientScope scope, Activity? current)
    {
        var last = FlowMemory.FindLast(scope, current);
        var innermost = ReferenceEquals(last, scope) || ScopeChain.IsBelowClosed(last, scope);
        Activity? activity = null;
        if (!scope.IsClosed)
        {
            // Closing it changes nothing of what follows a span that another flow finished here.
            if (!innermost) _ = Running;
            activity = Finish(scope);
        }
        else if (innermost)
        {
            // Closed by another flow, or here before: only what is still this scope's is taken back.
            AmbientBaggage.Pop(last!);
            current = ScopeChain.Uncover(last!, scope, Activity.Current);
            innermost = current is not null && (ReferenceEquals(current, scope.Activity) || ReferenceEquals(current, scope.Detail?.Instead)) && !ReferenceEquals(current, scope.Before);
        }

        if (!innermost)
        {
            if (activity is not null) Stop(activity);
            return;
        }

        // Whatever else is current here was left behind by others; it gives way to what is restored.
        var stopped = activity is not null && GuardedActivity.Stop(activity);
        AmbientBaggage.Pop(last!);
        var target = ScopeChain.RestoreTarget(scope);
        if (!stopped || !scope.StopRestores || !ReferenceEquals(target, scope.Before)) Assign(target);
        // A closed scope around is kept where its span may come back: when something over it stops.
        if (scope.Outer is null || (target is null && ScopeChain.SkipClosed(scope.Outer) is null)) FlowMemory.Remember(null);
        else if (!ScopeChain.IsPlainlyOver(last!, scope)) FlowMemory.Remember(scope);
        else FlowMemory.Leave(last, target);
    }

    private static Activity? Finish(AmbientScope scope)
    {
        // Two flows may close it at once.
        if (!scope.TryClose()) return null;
        if (scope.IsHeld) ScopeTable.Remove(scope);
        scope.Detail?.GiveBack();
        return scope.FinishOnClose ? scope.FinishSpan() : null;
    }

    // The current Activity alone can't tell any more which scope is active, here or where the span was activated before.
    private static void MakeCurrent(AmbientScope scope)
    {
        var activity = scope.Activity;
        if (activity is { IsStopped: true })
        {
            scope.Cover(scope.Before);
            return;
        }

        if (activity is not null) scope.MarkMadeCurrent();
        ScopeTable.Shadow(activity ?? scope.Before);
        if (activity is not null) Assign(activity);
    }
}
