namespace Segue.Propagation;

/// <summary>The values that a getter gave for one header.</summary>
/// <remarks>At most <see cref="Limit"/> of them are looked at, so that a sequence without an end does no harm.</remarks>
internal readonly struct IndexedValues
{
    internal const int Limit = 16;

    private readonly IList<string>? _values;

    internal IndexedValues(IEnumerable<string>? values)
    {
        // An array, a list and StringValues are indexed: enumerating them would allocate.
        _values = values as IList<string> ?? Copy(values);
        Count = _values is null ? 0 : Math.Min(_values.Count, Limit);
    }

    internal int Count { get; }

    /// <summary>A value without outer blanks; empty for one that is null or longer than <paramref name="limit"/>.</summary>
    internal ReadOnlySpan<char> Trimmed(int index, int limit)
    {
        var value = _values![index];
        if (value is null || value.Length > limit) return default;
        var start = 0;
        var end = value.Length;
        while (start < end && value[start] is ' ' or '\t') start++;
        while (end > start && value[end - 1] is ' ' or '\t') end--;
        return value.AsSpan(start, end - start);
    }

    /// <summary>A value as it came; null where the getter gave null.</summary>
    internal string? Raw(int index) => _values![index];

    private static List<string>? Copy(IEnumerable<string>? values)
    {
        if (values is null) return null;
        var copy = new List<string>();
        foreach (var value in values)
        {
            if (copy.Count == Limit) break;
            copy.Add(value);
        }

        return copy;
    }
}
