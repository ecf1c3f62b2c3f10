using OpenTracing.Propagation;
using Segue.Propagation;

namespace Segue.Shim;

/// <summary>Reads a text carrier, which can only be enumerated, in one pass that keeps nothing but the headers a propagator asks for.</summary>
/// <remarks>Names are case-insensitive and may repeat; null names and values are skipped. One reader per thread is kept for the next call.</remarks>
internal sealed class CarrierReader : IEnumerableCarrier
{
    internal static readonly Func<CarrierReader, string, IEnumerable<string>?> Get = static (reader, key) => reader.Read(key);

    [ThreadStatic]
    private static CarrierReader? _spare;

    private ITextMap _carrier = null!;
    private FieldIndex _fields = null!;
    private string?[] _values = [];
    // One bit for each field that has one in the index.
    private ulong _found;
    private ulong _repeated;
    private bool _inUse;
    private bool _hasItems;

    /// <summary>The carrier itself, listed once more by the formats that look for a prefix; nothing where the one pass saw no such header.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Entries => _hasItems ? _carrier! : [];

    internal static CarrierReader Rent(ITextMap carrier, FieldIndex fields)
    {
        // One look at the thread's memory; a reader that is in use there is this thread's too, further out.
        var reader = _spare;
        if (reader is null) _spare = reader = new CarrierReader();
        else if (reader._inUse) reader = new CarrierReader();
        reader._inUse = true;
        reader.Scan(carrier, fields);
        return reader;
    }

    /// <summary>Lets go of a reader that was not returned, because its propagator threw.</summary>
    internal static void Forget() => _spare = null;

    internal void Return()
    {
        _carrier = null!;
        for (var i = 0; _found != 0; i++, _found >>= 1)
        {
            if ((_found & 1) != 0) _values[i] = null;
        }

        _inUse = false;
    }

    private void Scan(ITextMap carrier, FieldIndex fields)
    {
        _carrier = carrier;
        if (!ReferenceEquals(_fields, fields)) _fields = fields;
        if (_values.Length < fields.Count) _values = new string?[fields.Count];
        _found = _repeated = 0;
        _hasItems = false;
        using var entries = carrier.GetEnumerator();
        // A dictionary's, which is what nearly every carrier is around: without two calls through an interface for each header.
        if (entries is Dictionary<string, string>.Enumerator known)
        {
            while (known.MoveNext()) Look(fields, known.Current.Key, known.Current.Value);
            return;
        }

        while (entries.MoveNext())
        {
            var entry = entries.Current;
            Look(fields, entry.Key, entry.Value);
        }
    }

    private void Look(FieldIndex fields, string? name, string? value)
    {
        if (name is null) return;
        if (fields.MayHave(name)) Keep(fields.Find(name), value);
        if (fields.HasItems && name.Length > 8 && (name[0] | 0x20) is 'u' or 'o') _hasItems |= IsItem(name);
    }

    private void Keep(int place, string? value)
    {
        if (place < 0 || value is null) return;
        var bit = 1UL << place;
        if ((_found & bit) != 0)
        {
            _repeated |= bit;
            return;
        }

        _found |= bit;
        _values[place] = value;
    }

    private string[] Read(string key)
    {
        var place = _fields.Find(key);
        if (place < 0 || ((_repeated >> place) & 1) != 0) return ReadAll(key);
        return ((_found >> place) & 1) != 0 ? [_values[place]!] : [];
    }

    // Repeated, or not among the fields that the propagator named.
    private string[] ReadAll(string key)
    {
        List<string>? all = null;
        foreach (var entry in _carrier)
        {
            if (entry.Value is not null && string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)) (all ??= []).Add(entry.Value);
        }

        return all is null ? [] : [.. all];
    }

    // Jaeger's and ot-tracer's baggage, one header for each item.
    private static bool IsItem(string name) =>
        name.StartsWith("uberctx-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ot-baggage-", StringComparison.OrdinalIgnoreCase);
}
