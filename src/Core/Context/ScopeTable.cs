using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Segue.Context;

/// <summary>Finds the scope that was opened over an Activity as it was started, by the Activity alone: most scopes need no async-local of their own.</summary>
/// <remarks>
/// <para>Held are scopes that finish their span, over its parent, without a baggage holder of their own: once one is closed, by whichever
/// flow, its stopped Activity says all that a flow needs to go on. Other scopes, and other activations of the same span, are the flow's to know.</para>
/// <para>A fixed table with one place per hash, which only its owner frees. A scope whose place is taken is left to its flow; one that keeps
/// its place while many others want it moves to a weak table, so that scopes which are never closed cost no more than their Activities do.</para>
/// <para>Threads and cost: lock-free from any thread but for the weak table; one probe to find, one exchange to add and none to remove.</para>
/// </remarks>
internal static class ScopeTable
{
    private const int PlaceBits = 10;
    private const int Patience = 32;
    private const int Free = 0;
    private const int Taken = 1;
    private const int Moving = 2;

    private static readonly Place[] _places = new Place[1 << PlaceBits];
    private static readonly ConditionalWeakTable<Activity, AmbientScope> _moved = new();

    /// <summary>The open scope that was added over an Activity; it may be shadowed since.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static AmbientScope? Find(Activity activity)
    {
        ref var place = ref _places[IndexOf(activity)];
        var scope = Volatile.Read(ref place.Scope);
        if (scope is not null && ReferenceEquals(scope.Activity, activity)) return scope;
        return place.Moved != 0 && _moved.TryGetValue(activity, out var moved) ? moved : null;
    }

    /// <summary>Adds the scope that was opened over an Activity as it was started; there is no other.</summary>
    /// <returns><see langword="false"/> when another has its place, so that the flow has to remember it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryAdd(AmbientScope scope)
    {
        var index = IndexOf(scope.Activity!);
        ref var place = ref _places[index];
        var isFree = place.State == Free && Interlocked.CompareExchange(ref place.State, Taken, Free) == Free;
        if (!isFree && !TryEvict(ref place)) return false;
        scope.Hold(index);
        Volatile.Write(ref place.Scope, scope);
        // Not before the place has changed hands: nobody else may try the former occupant.
        if (!isFree) Interlocked.CompareExchange(ref place.State, Taken, Moving);
        return true;
    }

    /// <summary>Makes flows be asked which scope is active over an Activity: here, or wherever another was opened over it.</summary>
    internal static void Shadow(Activity? activity)
    {
        if (activity is not null && Find(activity) is { } scope) scope.Shadow();
    }

    /// <summary>Forgets a scope that its caller closed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Remove(AmbientScope scope)
    {
        ref var place = ref _places[scope.Place];
        if (scope.IsMoved)
        {
            RemoveMoved(ref place, scope);
            return;
        }

        // Nobody takes a place from a closed scope, so this needs no exchange.
        place.Scope = null;
        Volatile.Write(ref place.State, Free);
    }

    // True leaves the place to the caller. Each occupant is tried by one only, which the state says until the place changes hands.
    private static bool TryEvict(ref Place place)
    {
        if (Volatile.Read(ref place.Scope) is not { } occupant || ++occupant.Passed < Patience) return false;
        occupant.Passed = 0;
        if (Interlocked.CompareExchange(ref place.State, Moving, Taken) != Taken) return false;
        // The exchange may have met the next occupant; that one just can't be moved.
        if (!ReferenceEquals(Volatile.Read(ref place.Scope), occupant)) return false;
        _moved.GetValue(occupant.Activity!, _ => occupant);
        Interlocked.Increment(ref place.Moved);
        if (!occupant.TryMove())
        {
            RemoveMoved(ref place, occupant);
            return false;
        }

        return true;
    }

    private static void RemoveMoved(ref Place place, AmbientScope scope)
    {
        if (_moved.Remove(scope.Activity!)) Interlocked.Decrement(ref place.Moved);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort IndexOf(Activity activity) => (ushort)TraceIds.PlaceOf(activity.SpanId.ToHexString(), PlaceBits);

    // A struct, so that writing an element needs no check of its type.
    private struct Place
    {
        internal AmbientScope? Scope;
        internal int State;
        internal int Moved;
    }
}
