using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context;

namespace Segue.Context;

/// <summary>Keeps <see cref="Baggage.Current"/> and the baggage of the active span one thing, in both directions.</summary>
/// <remarks>
/// <para>OpenTelemetry keeps the current baggage in a mutable holder that forked flows share. Each activation whose baggage differs
/// gets a holder of its own and gives the former one back, so that flows never see each other's items.</para>
/// </remarks>
public static class AmbientBaggage
{
    // The slot's name is not a public constant of OpenTelemetry.Api; a test pins that it is this one.
    private const string Slot = "otel.baggage";

    /// <summary>Reads the baggage that a span started now, without references, begins with.</summary>
    /// <returns>Items of the current Activity, overlaid by the active span's, overlaid by what was changed in <see cref="Baggage.Current"/> since its activation.</returns>
    public static Baggage Read() => Read(AmbientSpan.Active, AmbientSpan.Running);

    /// <summary>Makes an item visible at once where the given span is active in the calling flow.</summary>
    /// <param name="scope">The active scope of the span whose baggage changed; <see langword="null"/> where none of Segue's is.</param>
    /// <param name="baggage">The span's baggage after the change.</param>
    public static void Show(AmbientScope? scope, Baggage baggage)
    {
        if (scope is null)
        {
            var outer = Holder();
            if (outer is not null) RuntimeContext.SetValue(Slot, null);
            Baggage.Current = baggage;
            return;
        }

        if (!scope.OwnsBaggageHolder) TakeHolder(scope);
        Baggage.Current = baggage;
        scope.KnownBaggage = Baggage.Current.GetBaggage();
    }

    internal static Baggage Read(AmbientScope? scope, Activity? current)
    {
        var ambient = Baggage.Current;
        var known = scope?.KnownBaggage;
        var own = scope is null ? default : scope.Baggage;
        var ambientItems = ambient.GetBaggage();
        var changed = known is null ? ambient.Count > 0 : !ReferenceEquals(known, ambientItems);

        var result = own;
        if (current is not null && !ReferenceEquals(current, scope?.Activity)) result = Overlay(FromActivity(current), own);
        else if (current is not null && own.Count == 0) result = FromActivity(current);
        if (!changed) return result;

        if (known is not null)
        {
            foreach (var item in known)
            {
                if (!ambientItems.ContainsKey(item.Key)) result = result.RemoveBaggage(item.Key);
            }
        }

        return Overlay(result, ambient);
    }

    internal static void Push(AmbientScope scope)
    {
        var baggage = scope.Baggage;
        var ambient = Baggage.Current;
        if (!Same(ambient, baggage))
        {
            TakeHolder(scope);
            Baggage.Current = baggage;
            ambient = Baggage.Current;
        }

        scope.KnownBaggage = ambient.GetBaggage();
    }

    internal static void Pop(AmbientScope scope)
    {
        if (!scope.OwnsBaggageHolder) return;
        RuntimeContext.SetValue(Slot, scope.OuterBaggageHolder);
    }

    private static void TakeHolder(AmbientScope scope)
    {
        scope.OuterBaggageHolder = Holder();
        scope.OwnsBaggageHolder = true;
        if (scope.OuterBaggageHolder is not null) RuntimeContext.SetValue(Slot, null);
    }

    private static object? Holder()
    {
        // Reading Current registers the slot; before that GetValue throws.
        _ = Baggage.Current;
        return RuntimeContext.GetValue(Slot);
    }

    private static Baggage FromActivity(Activity activity)
    {
        Baggage result = default;
        // Nearest first, so that the first of a key is the one in force.
        foreach (var item in activity.Baggage)
        {
            if (item.Value is not null && item.Key is not null && result.GetBaggage(item.Key) is null) result = result.SetBaggage(item.Key, item.Value);
        }

        return result;
    }

    private static Baggage Overlay(Baggage under, Baggage over)
    {
        if (under.Count == 0) return over;
        if (over.Count == 0) return under;
        foreach (var item in over.GetBaggage()) under = under.SetBaggage(item.Key, item.Value);
        return under;
    }

    private static bool Same(Baggage left, Baggage right) =>
        left.Count == right.Count && (left.Count == 0 || ReferenceEquals(left.GetBaggage(), right.GetBaggage()));
}
