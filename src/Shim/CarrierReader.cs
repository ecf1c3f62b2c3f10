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
    private string[] _fields = [];
    private string?[] _values = [];
    private bool[] _repeated = [];
    private bool _inUse;

    /// <summary>The carrier itself, listed once more by the formats that look for a prefix.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Entries => _carrier!;

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

    internal void Return()
    {
        _carrier = null!;
        Array.Clear(_values, 0, _values.Length);
        _inUse = false;
    }

    private void Scan(ITextMap carrier, string[] fields, ulong lengths)
    {
        _carrier = carrier;
        _fields = fields;
        if (_values.Length < fields.Length)
        {
            _values = new string?[fields.Length];
            _repeated = new bool[fields.Length];
        }

        Array.Clear(_repeated, 0, _repeated.Length);
        if (fields.Length == 0) return;
        foreach (var entry in carrier)
        {
            // Most headers of a request are nobody's; their length alone tells nearly all of them.
            if (entry.Key is null || (lengths & BitOf(entry.Key.Length)) == 0 || entry.Value is null) continue;
            for (var i = 0; i < fields.Length; i++)
            {
                if (entry.Key.Length != fields[i].Length || !string.Equals(entry.Key, fields[i], StringComparison.OrdinalIgnoreCase)) continue;
                _repeated[i] |= _values[i] is not null;
                _values[i] ??= entry.Value;
                break;
            }
        }
    }

    private string[] Read(string key)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_repeated[i] || !string.Equals(key, _fields[i], StringComparison.OrdinalIgnoreCase)) continue;
            return _values[i] is { } value ? [value] : [];
        }

        // Repeated, or not among the fields that the propagator named.
        List<string>? all = null;
        foreach (var entry in _carrier)
        {
            if (entry.Value is not null && string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)) (all ??= []).Add(entry.Value);
        }

        return all is null ? [] : [.. all];
    }

    private static ulong BitOf(int length) => 1UL << Math.Min(length, 63);
}
