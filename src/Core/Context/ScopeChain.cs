using System.Diagnostics;

namespace Segue.Context;

/// <summary>Walks the scopes of a flow from the innermost outwards; changes nothing that is current.</summary>
internal static class ScopeChain
{
    // Deeper than Activities of other code ever lie over a scope.
    private const int MostSteps = 32;

    /// <summary>The last scope that was opened in a flow, told by what is current where the flow itself does not know it.</summary>
    /// <param name="known">The last scope that the flow knows, open or closed.</param>
    /// <param name="current">What is current.</param>
    internal static AmbientScope? FindLast(AmbientScope? known, Activity? current)
    {
        var activity = current;
        for (var steps = 0; activity is not null && steps < MostSteps; steps++)
        {
            // What lies further out was there before it.
            if (known is not null && FindCovering(known, activity) is not null) return known;
            if (ScopeTable.Find(activity) is { IsClosed: false } held) return Contains(known, held) ? known : held;
            activity = activity.Parent;
        }

        return known;
    }

    /// <summary>Whether a scope lies around another, or is it.</summary>
    internal static bool Contains(AmbientScope? inner, AmbientScope scope)
    {
        while (inner is not null && !ReferenceEquals(inner, scope)) inner = inner.Outer;
        return inner is not null;
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

    /// <summary>Skips closed scopes that have no say any more in what follows an Activity that is current.</summary>
    internal static AmbientScope? SkipUnneeded(AmbientScope? scope, Activity? current)
    {
        if (current is null) return SkipClosed(scope);
        // Those that were opened over it.
        for (var closed = scope; closed is { IsClosed: true }; closed = closed.Outer)
        {
            if (ReferenceEquals(closed.Before, current)) scope = closed.Outer;
        }

        return current.IsStopped || FindCovering(scope, current) is null ? scope : SkipClosed(scope);
    }

    /// <summary>Whether only closed scopes lie over a scope.</summary>
    internal static bool IsBelowClosed(AmbientScope? last, AmbientScope scope)
    {
        while (last is { IsClosed: true } && !ReferenceEquals(last, scope)) last = last.Outer;
        return ReferenceEquals(last, scope);
    }

    /// <summary>What was current over a scope before the closed ones over it were opened.</summary>
    internal static Activity? Uncover(AmbientScope last, AmbientScope scope, Activity? current)
    {
        for (; !ReferenceEquals(last, scope) && current is not null; last = last.Outer!)
        {
            if (last.Covers(current)) current = last.Before;
        }

        return current;
    }

    /// <summary>Whether each scope above another was opened over the Activity of the next; else one may lie between them that is left behind.</summary>
    internal static bool IsPlainlyOver(AmbientScope last, AmbientScope scope)
    {
        while (!ReferenceEquals(last, scope) && ReferenceEquals(last.Before, last.Outer?.Activity)) last = last.Outer!;
        return ReferenceEquals(last, scope);
    }

    /// <summary>The innermost open scope that agrees with what is current; a stopped Activity must have been settled before.</summary>
    internal static AmbientScope? FindActive(AmbientScope? innermost, Activity? current)
    {
        while (innermost is not null && !ReferenceEquals(innermost.FindExpected(isKept: false), current)) innermost = SkipClosed(innermost.Outer);
        return innermost;
    }

    /// <summary>What has to be current where something was and may have gone since: the nearest that runs, scope by scope outwards.</summary>
    /// <param name="scope">The innermost scope, open or closed, below what was current.</param>
    /// <param name="current">What was current.</param>
    /// <param name="isKept">Whether what is found becomes current, and so stays what the open scope that it was found for is over.</param>
    internal static Activity? Settle(AmbientScope? scope, Activity? current, bool isKept = true)
    {
        while (scope is not null && current is not null)
        {
            if (scope.Covers(current))
            {
                if (!scope.IsClosed) return FindExpected(scope, isKept);
                current = scope.Before;
                scope = scope.Outer;
            }
            else if (current.IsStopped && FindCovering(scope.Outer, current) is null)
            {
                // Code that knows nothing of scopes started it, below what was current then.
                if (current.Parent is null && !scope.IsClosed) return FindExpected(scope, isKept);
                current = current.Parent;
            }
            else if (!scope.IsClosed)
            {
                return current.IsStopped ? FindExpected(scope, isKept) : current;
            }
            else
            {
                scope = scope.Outer;
            }
        }

        return NearestRunning(current);
    }

    /// <summary>What becomes current when a scope closes: what was before it, or before those around it that are closed or finished.</summary>
    internal static Activity? RestoreTarget(AmbientScope scope, bool isKept = true) =>
        scope.Before is { IsStopped: false } before && scope.Outer is null or { IsClosed: false } ? before : Settle(scope.Outer, scope.Before, isKept);

    /// <summary>Takes closed scopes out from behind an open one, so that overlapping scopes do not grow a chain without end.</summary>
    internal static void Compress(AmbientScope scope)
    {
        while (scope.Outer is { IsClosed: true } closed)
        {
            if (scope.Before is { } before && closed.Covers(before))
            {
                if (!scope.MadeCurrent && scope.Detail is not { HasCovered: true }) scope.Cover(before);
                scope.Before = closed.Before;
            }
            else if (scope.Before is { } native && FindCovering(closed, native) is null)
            {
                // While it runs, what the closed scope restores has to be known.
                if (!native.IsStopped) return;
                if (native.Parent is { } parent)
                {
                    if (!scope.MadeCurrent && scope.Detail is not { HasCovered: true }) scope.Cover(native);
                    scope.Before = parent;
                    scope.SetStopRestores(false);
                    continue;
                }
            }

            if (closed.Detail is { } detail) scope.EnsureDetail().TakeOver(detail);
            // What the platform restores when the span stops is no longer what is before the scope.
            scope.SetStopRestores(false);
            scope.Outer = closed.Outer;
        }
    }

    /// <summary>The innermost scope, open or closed, because of which an Activity is or was current.</summary>
    internal static AmbientScope? FindCovering(AmbientScope? scope, Activity activity)
    {
        while (scope is not null && !scope.Covers(activity)) scope = scope.Outer;
        return scope;
    }

    private static Activity? FindExpected(AmbientScope scope, bool isKept)
    {
        var expected = scope.FindExpected(isKept);
        if (!isKept || expected is null || ReferenceEquals(expected, scope.Activity)) return expected;
        if (!scope.Covers(expected)) scope.EnsureDetail().Take(expected);
        ScopeTable.Shadow(expected);
        return expected;
    }
}
