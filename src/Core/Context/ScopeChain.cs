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

    /// <summary>The innermost open scope of a flow, which may be known by the flow or by what is current.</summary>
    internal static AmbientScope? FindInnermost(AmbientScope? last, Activity? current)
    {
        var known = SkipClosed(last);
        var held = FindHeld(current);
        if (held is null) return known;
        return known is null || Contains(held, known) ? held : known;
    }

    /// <summary>The innermost open scope that agrees with what is current.</summary>
    internal static AmbientScope? FindActive(AmbientScope? innermost, Activity? current)
    {
        while (innermost is not null && !Matches(innermost, current)) innermost = SkipClosed(innermost.Outer);
        if (innermost is not null || current is null) return innermost;
        return ScopeTable.Find(current);
    }

    /// <summary>The innermost scope, open or closed, over an Activity.</summary>
    internal static AmbientScope? FindOver(AmbientScope? last, Activity activity)
    {
        while (last is not null && !ReferenceEquals(last.Activity, activity)) last = last.Outer;
        return last ?? ScopeTable.Find(activity);
    }

    /// <summary>Whether a scope lies around another, or is it.</summary>
    internal static bool Contains(AmbientScope? inner, AmbientScope scope)
    {
        while (inner is not null && !ReferenceEquals(inner, scope)) inner = inner.Outer;
        return inner is not null;
    }

    /// <summary>What runs in place of an Activity that was stopped while it was current.</summary>
    internal static Activity? Substitute(AmbientScope? last, Activity stopped) => Substitute(last, stopped, out _);

    /// <summary>As <see cref="Substitute(AmbientScope?, Activity)"/>.</summary>
    /// <param name="last">The scope that the flow knows.</param>
    /// <param name="stopped">What was stopped.</param>
    /// <param name="finished">An open scope whose span was finished, and which is to be active over what runs.</param>
    internal static Activity? Substitute(AmbientScope? last, Activity stopped, out AmbientScope? finished)
    {
        finished = null;
        if (FindOver(last, stopped) is not { } over) return NearestRunning(stopped);
        // A closed scope restores what was before it; an open one lies over the nearest ancestor that runs.
        return over.IsClosed ? RestoreTarget(over, out finished) : NearestRunning(stopped.Parent) ?? RestoreTarget(over, out finished);
    }

    /// <summary>Lets every open scope that expected an Activity expect its substitute.</summary>
    internal static void Expect(AmbientScope? last, Activity stopped, Activity? substitute)
    {
        for (var scope = SkipClosed(last); scope is not null; scope = SkipClosed(scope.Outer))
        {
            if (ReferenceEquals(scope.Expected, stopped)) scope.Expect(substitute);
        }

        // The scopes over it stay active while this is current, which its own scope doesn't know.
        if (substitute is not null && ScopeTable.Find(substitute) is { } under) under.IsShadowed = true;
    }

    /// <summary>What becomes current when a scope closes: what was before it, or before those around it that are closed or finished.</summary>
    internal static Activity? RestoreTarget(AmbientScope scope) => RestoreTarget(scope, out _);

    /// <summary>As <see cref="RestoreTarget(AmbientScope)"/>.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="finished">An open scope around it whose span was finished, and which is to be active over what becomes current.</param>
    internal static Activity? RestoreTarget(AmbientScope scope, out AmbientScope? finished)
    {
        finished = null;
        var target = scope.Before;
        for (var outer = scope.Outer; outer is not null; outer = outer.Outer)
        {
            if (outer.IsClosed)
            {
                if (ReferenceEquals(target, outer.Expected) || ReferenceEquals(target, outer.Activity)) target = outer.Before;
                continue;
            }

            if (target is not { IsStopped: true } || !ReferenceEquals(target, outer.Activity)) break;
            finished = outer;
            return NearestRunning(target.Parent) ?? RestoreTarget(outer);
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

    // An Activity of another API stands between scopes of ours; what lies further out hardly ever matters.
    private static AmbientScope? FindHeld(Activity? activity)
    {
        for (var steps = 0; activity is not null && steps < 16; steps++)
        {
            if (ScopeTable.Find(activity) is { } held) return SkipClosed(held);
            activity = activity.Parent;
        }

        return null;
    }

    private static bool Matches(AmbientScope scope, Activity? current)
    {
        var expected = scope.Expected;
        if (ReferenceEquals(expected, current)) return true;
        if (current is { IsStopped: false } && expected is { IsStopped: false }) return false;
        return (current is not null && ReferenceEquals(scope.Activity, current)) || ReferenceEquals(NearestRunning(current), NearestRunning(expected));
    }
}
