using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>What was ambient in a flow at one moment, read once for everything that starting a span asks of it.</summary>
/// <remarks>
/// <para>Threads and cost: two async-local reads to make, or three where the current Activity does not tell its scope; none to use; lives on
/// the stack of the flow that it was captured in.</para>
/// </remarks>
public ref struct AmbientFlow
{
    internal AmbientFlow(Activity? current, AmbientScope? last, AmbientScope? known, Baggage baggage)
    {
        CurrentActivity = current;
        Known = known;
        Baggage = baggage;
        var open = ScopeChain.SkipClosed(last);
        var isLeft = current is { IsStopped: true };
        ActiveScope = ScopeChain.FindActive(open, isLeft ? null : current);
        Innermost = open is not null && ReferenceEquals(ActiveScope, open) && !isLeft ? open : ScopeChain.SkipUnneeded(last, current);
        IsTold = false;
    }

    // Fields, so that a capture writes them where they are read: a copy of what was just written makes the processor wait.
    internal Activity? CurrentActivity;
    internal AmbientScope? ActiveScope;

    /// <summary>The innermost scope; a closed one where its Activity is still current, or may come back when one that no scope opened stops.</summary>
    internal AmbientScope? Innermost;

    /// <summary>Whether the current Activity told the active scope, which then is a plain one over it.</summary>
    internal bool IsTold;

    /// <summary>The scope that the flow itself knew; <see langword="null"/> also where it was not asked.</summary>
    internal AmbientScope? Known;

    internal Baggage Baggage;

    /// <summary>The current Activity; a stopped one only where nothing around it runs.</summary>
    public readonly Activity? Current => CurrentActivity;

    /// <summary>The active scope; <see langword="null"/> when none is, or when an Activity that no scope opened is current.</summary>
    public readonly AmbientScope? Active => ActiveScope;
}
