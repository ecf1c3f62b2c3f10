using OpenTelemetry;

namespace Segue.Propagation;

/// <summary>Gathers the baggage of one extraction within the limits of the format.</summary>
/// <remarks>At most 64 items of together 8,192 characters, names and values as they were sent; further ones are left out.</remarks>
internal struct ReceivedBaggage
{
    internal const int MaxItems = 64;
    internal const int MaxCharacters = 8_192;

    private Dictionary<string, string>? _items;
    private int _characters;

    internal readonly bool IsEmpty => _items is null;

    /// <summary>Adds an item, or replaces one; false when it is over the limits. An item without a name is skipped.</summary>
    internal bool TryAdd(string key, string value, int sentCharacters)
    {
        if (key.Length == 0) return true;
        if (sentCharacters > MaxCharacters - _characters) return false;
        _items ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (_items.Count == MaxItems && !_items.ContainsKey(key)) return false;
        _characters += sentCharacters;
        _items[key] = value;
        return true;
    }

    /// <summary>The items, laid over those that are there already.</summary>
    internal readonly Baggage Onto(Baggage existing)
    {
        if (_items is null) return existing;
        if (existing.Count == 0) return Baggage.Create(_items);
        var known = existing.GetBaggage();
        var all = new Dictionary<string, string>(known.Count + _items.Count);
        foreach (var item in known) all[item.Key] = item.Value;
        foreach (var item in _items) all[SpellingIn(known, item.Key)] = item.Value;
        return Baggage.Create(all);
    }

    // Names that were header names have lost their case: another format's headers may have the same item as it was set.
    private static string SpellingIn(IReadOnlyDictionary<string, string> known, string key)
    {
        if (known.ContainsKey(key)) return key;
        foreach (var item in known)
        {
            if (string.Equals(item.Key, key, StringComparison.OrdinalIgnoreCase)) return item.Key;
        }

        return key;
    }
}
