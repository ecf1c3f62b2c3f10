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
    // Found by its Activity alone. Not once shadowed, in whichever flow: then the flow has to be asked first.
    internal bool IsHeld;
    internal bool IsShadowed;
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

    /// <summary>What is current while this scope is the active one: its Activity, or what was current before where it has none that runs.</summary>
    internal Activity? Expected => Detail is { HasExpected: true } detail ? detail.Expected : Activity ?? Before;

    /// <summary>Marks the activated span as finished; called when the scope is closed and was asked to finish it.</summary>
    /// <returns>The Activity that is now to be stopped; <see langword="null"/> when there is none, or when it was finished before.</returns>
    protected internal abstract Activity? FinishSpan();

    /// <summary>Whether it is the active scope wherever its Activity is the current one.</summary>
    internal bool IsPlain => IsHeld && !IsShadowed && !_closed;

    internal void MarkClosed() => _closed = true;

    internal void Expect(Activity? activity)
    {
        var detail = EnsureDetail();
        detail.Expected = activity;
        detail.HasExpected = true;
    }

    internal AmbientDetail EnsureDetail() => Detail ?? Interlocked.CompareExchange(ref Detail, new AmbientDetail(), null) ?? Detail;
}
