// Members of the framework's types that tests use, for frameworks that predate them.
namespace System.Collections.Generic;

internal static class CollectionExtensions
{
    internal static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) => (key, value) = (pair.Key, pair.Value);

    internal static TValue? GetValueOrDefault<TKey, TValue>(this IReadOnlyDictionary<TKey, TValue> items, TKey key) =>
        items.TryGetValue(key, out var value) ? value : default;

    internal static Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(this IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        var items = new Dictionary<TKey, TValue>();
        foreach (var pair in pairs) items.Add(pair.Key, pair.Value);
        return items;
    }

    internal static TValue GetValueOrDefault<TKey, TValue>(this IReadOnlyDictionary<TKey, TValue> items, TKey key, TValue otherwise) =>
        items.TryGetValue(key, out var value) ? value : otherwise;

    internal static bool TryAdd<TKey, TValue>(this Dictionary<TKey, TValue> items, TKey key, TValue value)
    {
        if (items.ContainsKey(key)) return false;
        items.Add(key, value);
        return true;
    }
}
