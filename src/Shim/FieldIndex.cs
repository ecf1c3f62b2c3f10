namespace Segue.Shim;

/// <summary>Finds the place of a header among those that a propagator reads; nearly every other header is told by its length.</summary>
internal sealed class FieldIndex
{
    // One bit for each field.
    private const int Most = 64;

    private readonly string[] _fields;
    // For each length of a name, the first field that has it; all from 63 characters on share the last.
    private readonly sbyte[] _first = new sbyte[64];
    // For each field, the next one of its length.
    private readonly sbyte[] _next;

    /// <summary>Creates an index; fields after the 64th have no place.</summary>
    internal FieldIndex(ICollection<string> fields)
    {
        _fields = [.. fields.Where(static field => field is not null).Take(Most)];
        _next = new sbyte[_fields.Length];
        for (var i = 0; i < _first.Length; i++) _first[i] = -1;
        for (var i = _fields.Length - 1; i >= 0; i--)
        {
            ref var first = ref _first[Math.Min(_fields[i].Length, _first.Length - 1)];
            _next[i] = first;
            first = (sbyte)i;
        }
    }

    internal int Count => _fields.Length;

    /// <summary>The place of a name, in any case; -1 when it has none.</summary>
    internal int Find(string name)
    {
        var first = _first;
        var length = name.Length;
        var place = (int)first[length < first.Length ? length : first.Length - 1];
        while (place >= 0 && !IsSame(name, _fields[place])) place = _next[place];
        return place;
    }

    // Mostly the very string that the propagator gave as its field, or one that ends otherwise; many begin alike.
    private static bool IsSame(string name, string field) =>
        ReferenceEquals(name, field) || (MayEndAs(name, field) && string.Equals(name, field, StringComparison.OrdinalIgnoreCase));

    private static bool MayEndAs(string name, string field) =>
        name.Length == field.Length && (name.Length == 0 || (name[name.Length - 1] ^ field[field.Length - 1]) is 0 or 0x20 || field[field.Length - 1] > '~');
}
