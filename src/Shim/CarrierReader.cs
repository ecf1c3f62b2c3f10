using OpenTracing.Propagation;
using Segue.Propagation;

namespace Segue.Shim;

/// <summary>Reads a text carrier, which can only be enumerated, in one pass that keeps nothing but the headers a propagator asks for.</summary>
/// <remarks>Names are case-insensitive and may repeat; null names and values are skipped. One reader per thread is kept for the next call.</remarks>
internal sealed class CarrierReader : IEnumerableCarrier
{
    internal static readonly Func<CarrierReader, string, IEnumerable<string>?> Get = static (reader, key) => reader.Read(key);

    // Fields beyond these are looked for one by one.
    private const int MostFields = 64;

    [ThreadStatic]
    private static CarrierReader? _spare;

    private ITextMap _carrier = null!;
    private string[] _fields = [];
    private string?[] _values = [];
    // One bit for each field.
    private ulong _found;
    private ulong _repeated;
    private bool _inUse;
    private bool _hasItems;

    /// <summary>The carrier itself, listed once more by the formats that look for a prefix; nothing where the one pass saw no such header.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Entries => _hasItems ? _carrier! : [];

    internal static CarrierReader Rent(ITextMap carrier, string[] fields, ulong lengths)
    {
        // One look at the thread's memory; a reader that is in use there is this thread's too, further out.
        var reader = _spare;
        if (reader is null) _spare = reader = new CarrierReader();
        else if (reader._inUse) reader = new CarrierReader();
        reader._inUse = true;
        reader.Scan(carrier, fields, lengths);
        return reader;
    }

    /// <summary>The lengths of names, one bit each; all from 63 characters on share the last.</summary>
    internal static ulong LengthsOf(string[] fields)
    {
        var lengths = 0UL;
        foreach (var field in fields) lengths |= BitOf(field.Length);
        return lengths;
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

    private void Scan(ITextMap carrier, string[] fields, ulong lengths)
    {
        _carrier = carrier;
        _fields = fields;
        if (_values.Length < fields.Length) _values = new string?[fields.Length];
        _found = _repeated = 0;
        _hasItems = false;
        foreach (var entry in carrier)
        {
            var name = entry.Key;
            if (name is null) continue;
            // Most headers of a request are nobody's; their length alone tells nearly all of them.
            if ((lengths & BitOf(name.Length)) != 0 && entry.Value is { } value) Keep(name, value);
            if (name.Length > 8 && (name[0] | 0x20) is 'u' or 'o') _hasItems |= IsItem(name);
        }
    }

    private void Keep(string name, string value)
    {
        var fields = _fields;
        for (var i = 0; i < fields.Length && i < MostFields; i++)
        {
            if (name.Length != fields[i].Length || !string.Equals(name, fields[i], StringComparison.OrdinalIgnoreCase)) continue;
            var bit = 1UL << i;
            _repeated |= _found & bit;
            if ((_found & bit) == 0) _values[i] = value;
            _found |= bit;
            return;
        }
    }

    private string[] Read(string key)
    {
        var fields = _fields;
        for (var i = 0; i < fields.Length && i < MostFields; i++)
        {
            // Mostly the very name that the propagator gave as its field.
            if (!ReferenceEquals(key, fields[i]) && (key.Length != fields[i].Length || !string.Equals(key, fields[i], StringComparison.OrdinalIgnoreCase))) continue;
            var bit = 1UL << i;
            if ((_repeated & bit) != 0) break;
            return (_found & bit) != 0 ? [_values[i]!] : [];
        }

        return ReadAll(key);
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

    private static ulong BitOf(int length) => 1UL << Math.Min(length, 63);
}
