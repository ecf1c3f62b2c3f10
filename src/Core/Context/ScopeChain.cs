using System.Diagnostics;

namespace Segue.Context;

/// <summary>Walks the scopes of a flow from the innermost outwards; changes nothing that is current.</summary>
internal static class ScopeChain
{
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

    /// <summary>Whether only closed scopes lie over a scope.</summary>
    internal static bool IsBelowClosed(AmbientScope? last, AmbientScope scope)
    {
        while (last is { IsClosed: true } && !ReferenceEquals(last, scope)) last = last.Outer;
        return ReferenceEquals(last, scope);
    }

    /// <summary>The innermost open scope that agrees with what is current.</summary>
    internal static AmbientScope? FindActive(AmbientScope? innermost, Activity? current)
    {
        while (innermost is not null && !Matches(innermost, current)) innermost = SkipClosed(innermost.Outer);
        return innermost;
    }

    /// <summary>The innermost scope, open or closed, over an Activity.</summary>
    internal static AmbientScope? FindOver(AmbientScope? last, Activity activity)
    {
        while (last is not null && !ReferenceEquals(last.Activity, activity)) last = last.Outer;
        return last;
    }

    /// <summary>What runs in place of an Activity that was stopped while it was current.</summary>
    internal static Activity? Substitute(AmbientScope? last, Activity stopped)
    {
        if (FindOver(last, stopped) is not { } over) return NearestRunning(stopped);
        // A closed scope restores what was before it; an open one lies over the nearest ancestor that runs.
        return over.IsClosed ? RestoreTarget(over) : NearestRunning(stopped.Parent) ?? RestoreTarget(over);
    }

    /// <summary>Lets every open scope that expected an Activity expect its substitute.</summary>
    internal static void Expect(AmbientScope? last, Activity stopped, Activity? substitute)
    {
        for (var scope = SkipClosed(last); scope is not null; scope = SkipClosed(scope.Outer))
        {
            if (ReferenceEquals(scope.Expected, stopped)) scope.Expect(substitute);
        }
    }

    /// <summary>What becomes current when a scope closes: what was before it, or before those around it that are closed or finished.</summary>
    internal static Activity? RestoreTarget(AmbientScope scope)
    {
        var target = scope.Before;
        for (var outer = scope.Outer; outer is not null; outer = outer.Outer)
        {
            if (outer.IsClosed)
            {
                if (ReferenceEquals(target, outer.Expected) || ReferenceEquals(target, outer.Activity)) target = outer.Before;
                continue;
            }

            if (target is not { IsStopped: true } || !ReferenceEquals(target, outer.Activity)) break;
            // Finished while its scope is open: the scope stays, over the nearest that runs.
            var running = NearestRunning(target.Parent) ?? RestoreTarget(outer);
            outer.Expect(running);
            return running;
        }

        return NearestRunning(target);
    }

    /// <summary>Takes closed scopes out from behind an open one, so that overlapping scopes do not grow a chain without end.</summary>
    internal static void Compress(AmbientScope scope)
    {
        while (scope.Outer is { IsClosed: true } closed)
        {
            if (ReferenceEquals(scope.Before, closed.Expected) || ReferenceEquals(scope.Before, closed.Activity))
            {
                if (scope.Activity is null) scope.Expect(scope.Expected);
                scope.Before = closed.Before;
            }

            if (closed.Detail is { } detail) scope.EnsureDetail().TakeOver(detail);
            // What the platform restores when the span stops is no longer what is before the scope.
            scope.StopRestores = false;
            scope.Outer = closed.Outer;
        }
    }

    private static bool Matches(AmbientScope scope, Activity? current)
    {
        var expected = scope.Expected;
        if (ReferenceEquals(expected, current)) return true;
        if (current is { IsStopped: false } && expected is { IsStopped: false }) return false;
        return (current is not null && ReferenceEquals(scope.Activity, current)) || ReferenceEquals(NearestRunning(current), NearestRunning(expected));
    }
}
