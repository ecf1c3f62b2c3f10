namespace Segue.Shim;

/// <summary>Finds the place of a header among those that a propagator reads; nearly every other header is told by its length and last character.</summary>
internal sealed class FieldIndex
{
    // One bit for each field.
    private const int Most = 64;

    private readonly string[] _fields;
    // For each length of a name, the first field that has it; all from 63 characters on share the last.
    private readonly sbyte[] _first = new sbyte[64];
    // For each field, the next one of its length.
    private readonly sbyte[] _next;
    // For each length, one bit for each last character of its fields, by the low five bits, which are the same in both cases.
    private readonly uint[] _ends = new uint[64];

    /// <summary>Creates an index; fields after the 64th have no place.</summary>
    internal FieldIndex(ICollection<string> fields)
    {
        _fields = [.. fields.Where(static field => field is not null).Take(Most)];
        _next = new sbyte[_fields.Length];
        // A propagator that names no fields may be around one of those formats.
        HasItems = _fields.Length == 0;
        for (var i = 0; i < _first.Length; i++) _first[i] = -1;
        for (var i = _fields.Length - 1; i >= 0; i--)
        {
            ref var first = ref _first[Math.Min(_fields[i].Length, _first.Length - 1)];
            _next[i] = first;
            first = (sbyte)i;
            _ends[Math.Min(_fields[i].Length, _ends.Length - 1)] |= EndOf(_fields[i]);
            HasItems |= _fields[i].StartsWith("uber-", StringComparison.OrdinalIgnoreCase) || _fields[i].StartsWith("ot-", StringComparison.OrdinalIgnoreCase);
        }
    }

    internal int Count => _fields.Length;

    /// <summary>Whether one of the formats, Jaeger's or ot-tracer's, has a header for each item of baggage besides.</summary>
    internal bool HasItems { get; }

    /// <summary>Whether a name can be one of the fields: false for nearly every other.</summary>
    internal bool MayHave(string name)
    {
        var ends = _ends;
        var last = name.Length - 1;
        // A shift goes by the low five bits.
        return (uint)last >= (uint)ends.Length - 2 || ((ends[last + 1] >> name[last]) & 1) != 0;
    }

    /// <summary>The place of a name, in any case; -1 when it has none.</summary>
    internal int Find(string name)
    {
        var first = _first;
        var length = name.Length;
        var place = (int)first[length < first.Length ? length : first.Length - 1];
        while (place >= 0 && !IsSame(name, _fields[place])) place = _next[place];
        return place;
    }

    private static uint EndOf(string field) => field.Length > 0 && field[field.Length - 1] <= '~' ? 1U << (field[field.Length - 1] & 31) : uint.MaxValue;

    // Mostly the very string that the propagator gave as its field, or one that ends otherwise; many begin alike.
    private static bool IsSame(string name, string field) =>
        ReferenceEquals(name, field) || (MayEndAs(name, field) && string.Equals(name, field, StringComparison.OrdinalIgnoreCase));

    private static bool MayEndAs(string name, string field) =>
        name.Length == field.Length && (name.Length == 0 || (name[name.Length - 1] ^ field[field.Length - 1]) is 0 or 0x20 || field[field.Length - 1] > '~');
}
