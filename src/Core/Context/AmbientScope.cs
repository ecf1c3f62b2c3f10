using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>One activation of a span in a flow; the base of every API's scope, so that they nest in one another.</summary>
/// <remarks>
/// <para>Threads and cost: opened and closed by <see cref="AmbientSpan"/>; closing is safe from any thread and flow, any number of times.</para>
/// </remarks>
public abstract class AmbientScope
{
    private const int Unheld = 1;
    private const int Closed = 2;
    private const int Shadowed = 4;
    private const int InFlow = 8;
    private const int Moved = 16;
    private const int Pinned = 32;
    private const int Finished = 64;

    // Written by AmbientSpan, ScopeChain and AmbientBaggage only.
    internal AmbientScope? Outer;
    internal Activity? Before;
    internal AmbientDetail? Detail;
    // Where the table has it, and how often others wanted that place.
    internal ushort Place;
    internal byte Passed;
    private OpeningTraits _traits;
    // One word, so that a scope with nothing unusual about it, 0, closes by one exchange.
    private int _state = Unheld;

    /// <summary>Creates a scope that is not open yet.</summary>
    /// <param name="activity">The span to be activated as recorded; <see langword="null"/> when it is not recorded, or when there is none.</param>
    /// <param name="finishOnClose">Whether closing it finishes its span.</param>
    protected AmbientScope(Activity? activity, bool finishOnClose)
    {
        Activity = activity;
        if (finishOnClose) _traits = OpeningTraits.FinishOnClose;
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
    public bool IsClosed => (Volatile.Read(ref _state) & Closed) != 0;

    /// <summary>Whether closing it finishes its span.</summary>
    protected internal bool FinishOnClose => (_traits & OpeningTraits.FinishOnClose) != 0;

    /// <summary>Whether its Activity ran when the scope was opened, and so became current.</summary>
    internal bool MadeCurrent => (_traits & OpeningTraits.MadeCurrent) != 0;

    /// <summary>Whether stopping the span makes what was current before the scope current again, without our help.</summary>
    internal bool StopRestores => (_traits & OpeningTraits.StopRestores) != 0;

    /// <summary>Whether the table has it, so that its Activity tells it.</summary>
    internal bool IsHeld => (_state & Unheld) == 0;

    /// <summary>Whether an async-local leads to it, in whichever flow, so that it has to be seen to when it closes.</summary>
    internal bool IsInFlow => (Volatile.Read(ref _state) & InFlow) != 0;

    /// <summary>Whether another scope took its place in the table.</summary>
    internal bool IsMoved => (Volatile.Read(ref _state) & Moved) != 0;

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

    /// <summary>Keeps it from being closed for a few instructions, which must not throw; others wait for them.</summary>
    /// <returns><see langword="false"/> when it is closed already; otherwise <see cref="Unpin"/> has to follow.</returns>
    protected bool TryPin() => Interlocked.CompareExchange(ref _state, Pinned, 0) == 0 || TryMark(Pinned, unless: Closed);

    /// <summary>Ends what <see cref="TryPin"/> began.</summary>
    protected void Unpin() => Volatile.Write(ref _state, _state & ~Pinned);

    /// <summary>Takes the finishing of the activated span over from the scope, which would finish it when it is closed.</summary>
    /// <returns><see langword="true"/> for the one caller that is now to finish it; <see langword="false"/> when it is closed, or when another has it.</returns>
    protected internal bool TryTakeFinish() => TryMark(Finished, unless: Closed | Finished);

    /// <summary>Whether somebody else finished its span, or is about to.</summary>
    protected bool IsFinishTaken => (Volatile.Read(ref _state) & Finished) != 0;

    /// <summary>Whether it is the active scope wherever its Activity is the current one.</summary>
    internal bool IsPlain => (Volatile.Read(ref _state) & (Unheld | Closed | Shadowed)) == 0;

    /// <summary>Whether an Activity is, or was, current because of this scope.</summary>
    internal bool Covers(Activity activity) =>
        ReferenceEquals(Covering, activity) || (!MadeCurrent && ReferenceEquals(Before, activity)) || Detail?.HasTaken(activity) == true;

    /// <summary>Closes it if the table has it and no flow has to be asked or told.</summary>
    internal bool TryClosePlain() => Interlocked.CompareExchange(ref _state, Closed, 0) == 0;

    /// <summary>Closes it, for the one caller that gets <see langword="true"/>.</summary>
    internal bool TryClose() => TryMark(Closed, unless: Closed);

    /// <summary>Gives up its place in the table, unless it is closed.</summary>
    internal bool TryMove() => TryMark(Moved, unless: Closed | Moved);

    /// <summary>Makes flows be asked whether it is the active one: its Activity alone does not tell any more.</summary>
    internal void Shadow() => TryMark(Shadowed, unless: Shadowed);

    internal void MarkInFlow() => TryMark(InFlow, unless: InFlow);

    internal void MarkMadeCurrent() => _traits |= OpeningTraits.MadeCurrent;

    internal void SetStopRestores(bool restores) => _traits = restores ? _traits | OpeningTraits.StopRestores : _traits & ~OpeningTraits.StopRestores;

    // Nobody else has seen it yet.
    internal void Hold(ushort place)
    {
        Place = place;
        _state &= ~Unheld;
    }

    /// <summary>Lets the flow be asked once the scope around is active again: baggage may be left that has to be given back.</summary>
    internal void ShadowOuter()
    {
        var outer = Outer;
        while (outer is { IsHeld: false } or { IsClosed: true }) outer = outer.Outer;
        outer?.Shadow();
    }

    internal void Cover(Activity? activity)
    {
        var detail = EnsureDetail();
        detail.Covered = activity;
        detail.HasCovered = true;
        ScopeTable.Shadow(activity);
    }

    internal AmbientDetail EnsureDetail() => Detail ?? Interlocked.CompareExchange(ref Detail, new AmbientDetail(), null) ?? Detail;

    private bool TryMark(int flag, int unless)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & unless) != 0) return false;
            if ((state & Pinned) == 0 && Interlocked.CompareExchange(ref _state, state | flag, state) == state) return true;
            spin.SpinOnce();
        }
    }

    // What is known when it is opened; later only StopRestores is cleared.
    [Flags]
    private enum OpeningTraits : byte
    {
        FinishOnClose = 1,
        MadeCurrent = 2,
        StopRestores = 4,
    }
}
