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
    // What every Activity without items answers; telling it by reference saves an enumeration for each span.
    private static readonly IEnumerable<KeyValuePair<string, string?>> _noItems = new Activity("none").Baggage;

    /// <summary>Reads the baggage that a span started now, without references, begins with.</summary>
    /// <returns>Items of the current Activity, overlaid by the active span's, overlaid by what was changed in <see cref="Baggage.Current"/> since its activation.</returns>
    public static Baggage Read() => Read(AmbientSpan.Capture());

    /// <summary>Reads the baggage that a span started in a captured flow, without references, begins with.</summary>
    /// <param name="flow">The flow.</param>
    /// <returns>As <see cref="Read()"/>.</returns>
    public static Baggage Read(in AmbientFlow flow)
    {
        var scope = flow.Active;
        var result = scope is null ? default : scope.Baggage;
        if (flow.Current is { } current && current.Baggage is var items && !ReferenceEquals(items, _noItems)
            && (scope is null || scope.TakesActivityBaggage || !ReferenceEquals(current, scope.Activity)))
        {
            result = Underlay(items, result);
        }

        if (scope?.Detail is not { } detail) return flow.Baggage.Count == 0 ? result : Overlay(result, flow.Baggage);

        var ambient = flow.Baggage.GetBaggage();
        var known = (detail.Find(Holder()) ?? detail.AtOpening())?.Known ?? _none;
        if (ReferenceEquals(known, ambient)) return result;
        foreach (var item in known)
        {
            if (!ambient.ContainsKey(item.Key)) result = result.RemoveBaggage(item.Key);
        }

        foreach (var item in ambient)
        {
            if (!known.TryGetValue(item.Key, out var before) || before != item.Value) result = result.SetBaggage(item.Key, item.Value);
        }

        return result;
    }

    /// <summary>Shows a change of the active span's baggage in the calling flow at once.</summary>
    /// <param name="scope">The active scope.</param>
    /// <param name="key">Name of the item.</param>
    /// <param name="value">Its value; <see langword="null"/> removes it.</param>
    /// <param name="isOwn">Whether the scope's own <see cref="AmbientScope.Baggage"/> has the change; otherwise it is kept here, as a change by others would be.</param>
    public static void Show(AmbientScope scope, string key, string? value, bool isOwn)
    {
        if (FlowMemory.FindLast(Activity.Current) is { IsClosed: true } closed) Pop(closed);
        var detail = scope.EnsureDetail();
        var holder = Holder();
        var holding = detail.Find(holder);
        var baggage = Baggage.Current;
        var known = holding?.Known ?? detail.AtOpening()?.Known ?? _none;
        if (holding is not { IsOwn: true, IsLent: false })
        {
            // Whoever else shares this holder must not see the item. The first holding says what the scope was opened with.
            if (detail.AtOpening() is null) detail.Add(new BaggageHolding(holder, baggage.GetBaggage(), isOwn: false, outer: null));
            if (holder is not null) RuntimeContext.SetValue(Slot, null);
            Baggage.Current = Change(baggage, key, value);
            holding = new BaggageHolding(Holder(), known, isOwn: true, holding is { IsOwn: true } lent ? lent.Outer : holder);
            detail.Add(holding);
            FlowMemory.Know(scope);
            scope.ShadowOuter();
        }
        else
        {
            Baggage.Current = Change(baggage, key, value);
        }

        if (!isOwn) return;
        var changed = Change(Baggage.Create(Copy(known)), key, value);
        holding.Known = changed.GetBaggage();
    }

    /// <summary>Makes the baggage of a scope that is being opened the ambient one.</summary>
    /// <returns>Whether that took a holder of its own, which the flow has to give back.</returns>
    internal static bool Push(AmbientScope scope, in AmbientFlow flow)
    {
        var baggage = scope.Baggage;
        var ambient = flow.Baggage;
        // Where there never was any, no scope further out has a detail.
        if (baggage.Count == 0 && ambient.Count == 0 && scope.Outer?.Detail is null) return false;

        var holder = Holder();
        if (Same(ambient.GetBaggage(), baggage.GetBaggage()))
        {
            var lender = FindOwn(scope.Outer, holder)?.Lend();
            if (lender is not null || ambient.Count > 0) scope.EnsureDetail().Add(new BaggageHolding(holder, ambient.GetBaggage(), isOwn: false, outer: null) { Lender = lender });
            return false;
        }

        if (holder is not null) RuntimeContext.SetValue(Slot, null);
        Baggage.Current = baggage;
        scope.EnsureDetail().Add(new BaggageHolding(Holder(), Baggage.Current.GetBaggage(), isOwn: true, holder));
        scope.ShadowOuter();
        return true;
    }

    /// <summary>Gives back the holder that was in force before the scope, and before those around it that are closed.</summary>
    internal static void Pop(AmbientScope scope)
    {
        var any = scope.Detail;
        for (var outer = scope.Outer; any is null && outer is { IsClosed: true }; outer = outer.Outer) any = outer.Detail;
        if (any is null) return;

        var holder = Holder();
        var target = holder;
        for (AmbientScope? closed = scope; closed is { IsClosed: true }; closed = closed.Outer)
        {
            if (closed.Detail?.Find(target) is { IsOwn: true } holding) target = holding.Outer;
        }

        if (!ReferenceEquals(target, holder)) RuntimeContext.SetValue(Slot, target);
    }

    private static BaggageHolding? FindOwn(AmbientScope? scope, object? holder)
    {
        for (; scope is not null; scope = scope.Outer)
        {
            if (scope.Detail?.Find(holder) is { } holding) return holding.IsOwn ? holding : holding.Lender;
        }

        return null;
    }

    private static object? Holder()
    {
        // Reading Current registers the slot; before that GetValue throws.
        _ = Baggage.Current;
        return RuntimeContext.GetValue(Slot);
    }

    private static Baggage Change(Baggage baggage, string key, string? value) => value is null ? baggage.RemoveBaggage(key) : baggage.SetBaggage(key, value);

    private static Baggage Underlay(IEnumerable<KeyValuePair<string, string?>> inherited, Baggage over)
    {
        Dictionary<string, string>? items = null;
        // Nearest first, so that the first of a key is the one in force.
        foreach (var item in inherited)
        {
            if (string.IsNullOrEmpty(item.Key) || item.Value is null || over.GetBaggage(item.Key) is not null || items?.ContainsKey(item.Key) == true) continue;
            items ??= Copy(over.GetBaggage());
            items.Add(item.Key, item.Value);
        }

        return items is null ? over : Baggage.Create(items);
    }

    private static Baggage Overlay(Baggage under, Baggage over)
    {
        if (under.Count == 0 || ReferenceEquals(under.GetBaggage(), over.GetBaggage())) return over;
        var items = Copy(under.GetBaggage());
        foreach (var item in over.GetBaggage()) items[item.Key] = item.Value;
        return Baggage.Create(items);
    }

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left.Count != right.Count) return false;
        foreach (var item in left)
        {
            if (!right.TryGetValue(item.Key, out var value) || value != item.Value) return false;
        }

        return true;
    }

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> items)
    {
        var copy = new Dictionary<string, string>(items.Count + 1);
        foreach (var item in items) copy.Add(item.Key, item.Value);
        return copy;
    }
}
