using System.Diagnostics;

namespace Segue.Context;

/// <summary>What only some activations need: baggage, or a span that was finished while its scope is open.</summary>
internal sealed class AmbientDetail
{
    internal Activity? Expected;
    internal bool HasExpected;
    private BaggageHolding? _holdings;

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

    /// <summary>Makes the holders of a closed scope ones of this, so that closing this gives back what was before that.</summary>
    internal void TakeOver(AmbientDetail closed)
    {
        var opening = AtOpening();
        for (var theirs = Volatile.Read(ref closed._holdings); theirs is not null; theirs = theirs.Next)
        {
            if (!theirs.IsOwn) continue;
            var taken = false;
            for (var holding = Volatile.Read(ref _holdings); holding is not null; holding = holding.Next)
            {
                if (!holding.IsOwn || !ReferenceEquals(holding.Outer, theirs.Holder)) continue;
                holding.Outer = theirs.Outer;
                taken = true;
            }

            // Not replaced by this scope: it is still the flow's, and what was known when this scope opened stays what it was.
            if (taken) continue;
            var known = Find(theirs.Holder)?.Known ?? opening?.Known ?? theirs.Known;
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
}
