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
        return existing.Count == 0 ? Baggage.Create(_items) : existing.SetBaggage(_items!);
    }
}
