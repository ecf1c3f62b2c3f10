using System.Diagnostics;

namespace Segue.Context;

/// <summary>What only some activations need: baggage, or a span that was finished while its scope is open.</summary>
internal sealed class AmbientDetail
{
    internal Activity? Covered;
    internal bool HasCovered;

    private TakenInstead? _taken;
    private BaggageHolding? _holdings;

    /// <summary>What was taken in place of an Activity that stopped; it stays while it runs, even when a scope further out is closed without finishing it.</summary>
    internal Activity? Instead => Volatile.Read(ref _taken)?.Activity;

    internal void Take(Activity activity)
    {
        if (ReferenceEquals(Instead, activity)) return;
        Volatile.Write(ref _taken, new TakenInstead(activity, _taken));
        ScopeTable.Shadow(activity);
    }

    /// <summary>Whether an Activity ever was what was taken; a flow that did not look since still has it.</summary>
    internal bool HasTaken(Activity activity)
    {
        var taken = Volatile.Read(ref _taken);
        while (taken is not null && !ReferenceEquals(taken.Activity, activity)) taken = taken.Before;
        return taken is not null;
    }

    /// <summary>What is known of a flow's holder; <see langword="null"/> when this activation never met it.</summary>
    internal BaggageHolding? Find(object? holder)
    {
        for (var holding = Volatile.Read(ref _holdings); holding is not null; holding = holding.Next)
        {
            if (ReferenceEquals(holding.Holder, holder)) return holding;
        }

        return null;
    }

    /// <summary>What was known when the scope was opened, the oldest of all.</summary>
    internal BaggageHolding? AtOpening()
    {
        var holding = Volatile.Read(ref _holdings);
        while (holding?.Next is not null) holding = holding.Next;
        return holding;
    }

    /// <summary>Ends the use of holders that belong to scopes further out.</summary>
    internal void GiveBack()
    {
        for (var holding = Volatile.Read(ref _holdings); holding is not null; holding = holding.Next) holding.Lender?.EndUse();
    }

    /// <summary>Makes the holders of a closed scope ones of this, so that closing this gives back what was before that.</summary>
    internal void TakeOver(AmbientDetail closed)
    {
        var opening = AtOpening();
        // Opened where there was none, and what it takes over was not known then.
        if (opening is null) Add(opening = new BaggageHolding(null, default(OpenTelemetry.Baggage).GetBaggage(), isOwn: false, outer: null));
        for (var theirs = Volatile.Read(ref closed._holdings); theirs is not null; theirs = theirs.Next)
        {
            if (!theirs.IsOwn) continue;
            for (var holding = Volatile.Read(ref _holdings); holding is not null; holding = holding.Next)
            {
                if (!holding.IsOwn || !ReferenceEquals(holding.Outer, theirs.Holder)) continue;
                holding.Outer = theirs.Outer;
            }

            // In a flow where this scope did not replace it, it is still the holder; what was known when this scope opened stays what it was.
            var known = Find(theirs.Holder)?.Known ?? opening.Known;
            Add(new BaggageHolding(theirs.Holder, known, isOwn: true, theirs.Outer));
        }
    }

    internal void Add(BaggageHolding holding)
    {
        do
        {
            holding.Next = Volatile.Read(ref _holdings);
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _holdings, holding, holding.Next), holding.Next));
    }
}

/// <summary>One of OpenTelemetry's baggage holders as one activation knows it. Forked flows of one activation can have different ones.</summary>
internal sealed class BaggageHolding(object? holder, IReadOnlyDictionary<string, string> known, bool isOwn, object? outer)
{
    internal readonly object? Holder = holder;
    internal readonly bool IsOwn = isOwn;

    /// <summary>The holder to give back when the activation ends.</summary>
    internal object? Outer = outer;

    /// <summary>What we last wrote into the holder, or found in it; anything else was written by others.</summary>
    internal volatile IReadOnlyDictionary<string, string> Known = known;
    internal BaggageHolding? Next;

    /// <summary>The activation further out whose own holder this is; its span's items must not show here.</summary>
    internal BaggageHolding? Lender;
    private int _uses;

    /// <summary>Whether activations further in share the holder, so that it can't be written to for this one alone.</summary>
    internal bool IsLent => Volatile.Read(ref _uses) > 0;

    internal BaggageHolding Lend()
    {
        Interlocked.Increment(ref _uses);
        return this;
    }

    internal void EndUse() => Interlocked.Decrement(ref _uses);
}

/// <summary>What became current in place of an Activity that stopped in an open scope, and what did before.</summary>
internal sealed class TakenInstead(Activity activity, TakenInstead? before)
{
    internal readonly Activity Activity = activity;
    internal readonly TakenInstead? Before = before;
}
