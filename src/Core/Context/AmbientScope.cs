using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>One activation of a span in a flow; the base of every API's scope, so that they nest in one another.</summary>
/// <remarks>
/// <para>Threads and cost: opened and closed by <see cref="AmbientSpan"/>; closing is safe from any thread and flow, any number of times.</para>
/// </remarks>
public abstract class AmbientScope
{
    // Written by AmbientSpan, ScopeChain and AmbientBaggage only.
    internal AmbientScope? Outer;
    internal Activity? Before;
    internal AmbientDetail? Detail;
    // Stopping the span makes what was current before the scope current again, without our help.
    internal bool StopRestores;
    // Its Activity ran when the scope was opened, and so became current.
    internal bool MadeCurrent;
    // Its Activity tells it. Once shadowed, in whichever flow, the flow has to be asked whether it is the active one.
    internal bool IsHeld;
    internal bool IsShadowed;
    // An async-local leads to it, in whichever flow, and so has to be seen to when it closes.
    internal bool IsInFlow;
    internal volatile bool IsMoved;
    internal ushort Place;
    private volatile bool _closed;

    /// <summary>Creates a scope that is not open yet.</summary>
    /// <param name="activity">The span to be activated as recorded; <see langword="null"/> when it is not recorded, or when there is none.</param>
    /// <param name="finishOnClose">Whether closing it finishes its span.</param>
    protected AmbientScope(Activity? activity, bool finishOnClose)
    {
        Activity = activity;
        FinishOnClose = finishOnClose;
    }

    /// <summary>The activated span as recorded; <see langword="null"/> when it is not recorded, or when no span was activated.</summary>
    public Activity? Activity { get; }

    /// <summary>Identity that children of the activated span are parented on; invalid for a root that is not recorded.</summary>
    public abstract ActivityContext SpanContext { get; }

    /// <summary>Baggage of the activated span.</summary>
    public abstract Baggage Baggage { get; }

    /// <summary>Whether a span was activated, recorded or not.</summary>
    public virtual bool HasSpan => true;

    /// <summary>Whether baggage that stands on the Activity itself still counts; not once an item was removed from the span's own.</summary>
    public virtual bool TakesActivityBaggage => true;

    /// <summary>Whether the scope has been closed, by any flow.</summary>
    public bool IsClosed => _closed;

    internal bool FinishOnClose { get; }

    /// <summary>What is current while this scope is the active one: its Activity, or its nearest running ancestor, or what runs around the scope.</summary>
    internal Activity? FindExpected(bool isKept)
    {
        var covering = Covering;
        if (covering is null or { IsStopped: false }) return covering;
        if (Detail?.Instead is { IsStopped: false } instead) return instead;
        return (MadeCurrent ? ScopeChain.NearestRunning(Activity) : null) ?? ScopeChain.RestoreTarget(this, isKept);
    }

    // What it made current, or left so when it was opened over a span that is not recorded or was finished.
    private Activity? Covering => Detail is { HasCovered: true } detail ? detail.Covered : Activity ?? Before;

    /// <summary>Marks the activated span as finished; called when the scope is closed and was asked to finish it.</summary>
    /// <returns>The Activity that is now to be stopped; <see langword="null"/> when there is none, or when it was finished before.</returns>
    protected internal abstract Activity? FinishSpan();

    /// <summary>Whether it is the active scope wherever its Activity is the current one.</summary>
    internal bool IsPlain => IsHeld && !IsShadowed && !_closed;

    /// <summary>Whether an Activity is, or was, current because of this scope.</summary>
    internal bool Covers(Activity activity) =>
        ReferenceEquals(Covering, activity) || (!MadeCurrent && ReferenceEquals(Before, activity)) || Detail?.HasTaken(activity) == true;

    internal void MarkClosed() => _closed = true;

    /// <summary>Lets the flow be asked once the scope around is active again: baggage may be left that has to be given back.</summary>
    internal void ShadowOuter()
    {
        var outer = Outer;
        while (outer is { IsHeld: false } or { IsClosed: true }) outer = outer.Outer;
        if (outer is not null) outer.IsShadowed = true;
    }

    internal void Cover(Activity? activity)
    {
        var detail = EnsureDetail();
        detail.Covered = activity;
        detail.HasCovered = true;
        ScopeTable.Shadow(activity);
    }

    internal AmbientDetail EnsureDetail() => Detail ?? Interlocked.CompareExchange(ref Detail, new AmbientDetail(), null) ?? Detail;
}
