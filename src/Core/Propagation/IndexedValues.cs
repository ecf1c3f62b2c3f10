using Segue.Context;

namespace Segue.Propagation;

/// <summary>The values that a getter gave for one header.</summary>
/// <remarks>At most <see cref="Limit"/> of them are looked at, so that a sequence without an end does no harm.</remarks>
internal readonly struct IndexedValues
{
    internal const int Limit = 16;

    // No id or decision is longer; of a value that is mostly commas no more than this many places are looked at.
    private const int MaxPartLength = 256;
    private const int MaxParts = 64;

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

    /// <summary>What stands between commas, for a header without commas of its own that yielded nothing: servers give copies of a header as one text.</summary>
    /// <returns>At most <see cref="Limit"/> parts; none where no value has a comma.</returns>
    internal IndexedValues Parts()
    {
        List<string>? parts = null;
        for (var i = 0; i < Count; i++)
        {
            var value = _values![i];
            if (value is null || value.IndexOf(',') < 0) continue;
            var rest = value.AsSpan();
            for (var walked = 0; walked < MaxParts && ListText.Next(ref rest, ',', out var part); walked++)
            {
                if (!part.IsEmpty && part.Length <= MaxPartLength && parts is not { Count: Limit }) (parts ??= []).Add(part.ToString());
            }
        }

        return new IndexedValues(parts);
    }

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
