using OpenTracing.Propagation;

namespace Segue.Shim;

/// <summary>Reads and writes OpenTracing's text carriers for a propagator.</summary>
internal static class CarrierMapping
{
    internal static readonly Action<ITextMap, string, string> Set = static (carrier, key, value) => carrier.Set(key, value);

    internal static readonly Func<ITextMap, string, IEnumerable<string>> Get = static (carrier, key) => Find(carrier, key);

    // A text map can only be enumerated. Names are case-insensitive, may repeat and may be null, and nothing but what is asked for is kept.
    private static string[] Find(ITextMap carrier, string key)
    {
        string? first = null;
        List<string>? all = null;
        foreach (var entry in carrier)
        {
            if (entry.Value is null || !string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)) continue;
            if (first is null) first = entry.Value;
            else (all ??= [first]).Add(entry.Value);
        }

        return all is not null ? [.. all] : first is not null ? [first] : [];
    }
}
