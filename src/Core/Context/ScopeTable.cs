using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Segue.Context;

/// <summary>Finds the scope that was opened over an Activity as it was started, by the Activity alone: most scopes need no async-local of their own.</summary>
/// <remarks>
/// <para>Held are scopes that finish their span, over its parent, without a baggage holder of their own: once one is closed, by whichever
/// flow, its stopped Activity says all that a flow needs to go on. Other scopes, and other activations of the same span, are the flow's to know.</para>
/// <para>A fixed table with one place per hash; a scope whose place is wanted by another moves to a weak table, so that scopes which are
/// never closed cost no more than their Activities do.</para>
/// <para>Threads and cost: lock-free from any thread but for the weak table; one probe to find, one exchange to add and one to remove.</para>
/// </remarks>
internal static class ScopeTable
{
    private const int Places = 4_096;

    private static readonly Place[] _places = new Place[Places];
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
    internal static void Add(AmbientScope scope)
    {
        scope.IsHeld = true;
        scope.Place = IndexOf(scope.Activity!);
        ref var place = ref _places[scope.Place];
        if (place.Scope is not null || Interlocked.CompareExchange(ref place.Scope, scope, null) is not null) AddOverOther(ref place, scope);
    }

    /// <summary>Makes flows be asked which scope is active over an Activity: here, or wherever another was opened over it.</summary>
    internal static void Shadow(Activity? activity)
    {
        if (activity is not null && Find(activity) is { } scope) scope.IsShadowed = true;
    }

    /// <summary>Forgets a scope, whose Activity is stopped.</summary>
    internal static void Remove(AmbientScope scope)
    {
        ref var place = ref _places[scope.Place];
        Interlocked.CompareExchange(ref place.Scope, null, scope);
        if (scope.IsMoved) RemoveMoved(ref place, scope);
    }

    private static void AddOverOther(ref Place place, AmbientScope scope)
    {
        AmbientScope? occupant;
        do
        {
            occupant = Volatile.Read(ref place.Scope);
            if (occupant is not null) Move(ref place, occupant);
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref place.Scope, scope, occupant), occupant));
    }

    private static void Move(ref Place place, AmbientScope scope)
    {
        if (scope.IsMoved) return;
        _moved.GetValue(scope.Activity!, _ => scope);
        Interlocked.Increment(ref place.Moved);
        // Last, so that whoever sees it may take the scope out of its place.
        scope.IsMoved = true;
        Interlocked.MemoryBarrier();
        // Closed meanwhile, by a flow that did not see it move.
        if (scope.IsClosed) RemoveMoved(ref place, scope);
    }

    private static void RemoveMoved(ref Place place, AmbientScope scope)
    {
        if (_moved.Remove(scope.Activity!)) Interlocked.Decrement(ref place.Moved);
    }

    // The ids are random; ids that are not hexadecimal only share places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort IndexOf(Activity activity) => (ushort)TraceIds.LowBits(activity.SpanId.ToHexString());

    // A struct, so that writing an element needs no check of its type.
    private struct Place
    {
        internal AmbientScope? Scope;
        internal int Moved;
    }
}
