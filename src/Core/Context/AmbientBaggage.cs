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

    private static readonly IReadOnlyDictionary<string, string> _none = default(Baggage).GetBaggage();

    /// <summary>Reads the baggage that a span started now, without references, begins with.</summary>
    /// <returns>Items of the current Activity, overlaid by the active span's, overlaid by what was changed in <see cref="Baggage.Current"/> since its activation.</returns>
    public static Baggage Read() => Read(AmbientSpan.Capture());

    /// <summary>Reads the baggage that a span started in a captured flow, without references, begins with.</summary>
    /// <param name="flow">The flow.</param>
    /// <returns>As <see cref="Read()"/>.</returns>
    public static Baggage Read(in AmbientFlow flow)
    {
        var scope = flow.Active;
        var activity = scope?.Activity;
        var result = scope is null ? default : scope.Baggage;
        if (AmbientSpan.NearestRunning(flow.Current) is { } current && (result.Count == 0 || !ReferenceEquals(current, activity)))
            result = Overlay(FromActivity(current), result);

        var ambient = flow.Baggage.GetBaggage();
        var known = scope is null ? _none : Known(scope);
        if (ReferenceEquals(known, ambient) || (scope is null && ambient.Count == 0)) return result;

        foreach (var item in known)
        {
            if (!ambient.ContainsKey(item.Key)) result = result.RemoveBaggage(item.Key);
        }

        return Overlay(result, flow.Baggage);
    }

    /// <summary>Makes an item visible at once where the given span is active in the calling flow.</summary>
    /// <param name="scope">The active scope of the span whose baggage changed; <see langword="null"/> where none of Segue's is.</param>
    /// <param name="baggage">The span's baggage after the change.</param>
    public static void Show(AmbientScope? scope, Baggage baggage)
    {
        if (scope is null)
        {
            if (Holder() is not null) RuntimeContext.SetValue(Slot, null);
            Baggage.Current = baggage;
            return;
        }

        var detail = scope.EnsureDetail();
        if (!detail.OwnsBaggageHolder) TakeHolder(detail);
        Baggage.Current = baggage;
        detail.KnownBaggage = Baggage.Current.GetBaggage();
    }

    internal static void Push(AmbientScope scope, in AmbientFlow flow)
    {
        var baggage = scope.Baggage;
        var ambient = flow.Baggage;
        if (baggage.Count == 0 && ambient.Count == 0) return;

        var detail = scope.EnsureDetail();
        if (!ReferenceEquals(ambient.GetBaggage(), baggage.GetBaggage()))
        {
            TakeHolder(detail);
            Baggage.Current = baggage;
            ambient = Baggage.Current;
        }

        detail.KnownBaggage = ambient.GetBaggage();
    }

    internal static void Pop(AmbientScope scope)
    {
        if (scope.Detail is { OwnsBaggageHolder: true } detail) RuntimeContext.SetValue(Slot, detail.OuterBaggageHolder);
    }

    private static IReadOnlyDictionary<string, string> Known(AmbientScope scope) => scope.Detail?.KnownBaggage ?? _none;

    private static void TakeHolder(AmbientDetail detail)
    {
        detail.OuterBaggageHolder = Holder();
        detail.OwnsBaggageHolder = true;
        if (detail.OuterBaggageHolder is not null) RuntimeContext.SetValue(Slot, null);
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
}
