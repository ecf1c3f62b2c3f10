using System.Diagnostics;

namespace Segue.Context;

/// <summary>What a flow itself knows of its scopes: those that the current Activity does not tell.</summary>
/// <remarks>
/// <para>Once a scope is known, so are those around it, and the flow is told when it closes.</para>
/// </remarks>
internal static class FlowMemory
{
    // A closed scope is skipped when read, so an inner one need not be taken out when it closes.
    private static readonly AsyncLocal<AmbientScope?> _last = new();

    /// <summary>The last scope that the flow knows, open or closed.</summary>
    internal static AmbientScope? Last => _last.Value;

    /// <summary>The last scope that was opened in the flow, open or closed, whether it knows it or its current Activity tells it.</summary>
    internal static AmbientScope? FindLast(Activity? current) => ScopeChain.FindLast(_last.Value, current);

    /// <summary>As <see cref="FindLast(Activity?)"/>, for a flow that closes a scope.</summary>
    internal static AmbientScope? FindLast(AmbientScope closing, Activity? current)
    {
        var known = _last.Value;
        if (!closing.IsHeld || !closing.IsClosed || !ReferenceEquals(current, closing.Activity) || ScopeChain.FindCovering(known, current!) is not null)
            return ScopeChain.FindLast(known, current);

        // Closed by another flow, and here told by its Activity alone; what the flow knows can only be left behind over it.
        if (known is { IsClosed: true }) AmbientBaggage.Pop(known);
        return closing;
    }

    internal static void Remember(AmbientScope? scope)
    {
        if (!ReferenceEquals(_last.Value, scope)) _last.Value = scope;
        for (; scope is { IsInFlow: false }; scope = scope.Outer) scope.MarkInFlow();
    }

    /// <summary>Lets the flow know an open scope, unless it does.</summary>
    internal static void Know(AmbientScope scope)
    {
        if (!ScopeChain.Contains(_last.Value, scope)) Remember(scope);
    }

    /// <summary>Lets the flow know its last scope where what becomes current does not tell it any more.</summary>
    internal static void Leave(AmbientScope? last, Activity? next)
    {
        if (last is null || (next is { IsStopped: false } && ReferenceEquals(ScopeTable.Find(next), ScopeChain.SkipClosed(last)))) return;
        Remember(last);
    }
}
