using System.Text;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Walks what a getter gave for one header, without an enumerator for the usual lists; null and empty values are skipped.</summary>
/// <remarks>At most <see cref="Limit"/> values are looked at, so that a sequence without an end does no harm.</remarks>
internal struct HeaderValues
{
    internal const int Limit = 1_024;

    // Of a value that is mostly commas no more than this many places are looked at.
    internal const int MaxParts = 64;

    private readonly string?[]? _array;
    private readonly IReadOnlyList<string?>? _list;
    private IEnumerator<string?>? _enumerator;
    private int _next;

    internal HeaderValues(IEnumerable<string?>? source)
    {
        _array = source as string?[];
        if (_array is not null) return;
        _list = source as IReadOnlyList<string?>;
        if (_list is null) _enumerator = source?.GetEnumerator();
    }

    /// <summary>Gives the first value of a header that may stand only once.</summary>
    /// <param name="source">What the getter gave.</param>
    /// <param name="differs">Whether another value, unlike the first, follows.</param>
    internal static string? First(IEnumerable<string?>? source, out bool differs)
    {
        differs = false;
        if (IsOneAtMost(source, out var one)) return one;

        var values = new HeaderValues(source);
        if (!values.Next(out var first)) return null;
        while (!differs && values.Next(out var other)) differs = !string.Equals(first, other, StringComparison.Ordinal);
        values.Close();
        return first;
    }

    /// <summary>Gives what all copies of a header without commas of its own say, which servers also give as one text with commas.</summary>
    /// <param name="source">What the getter gave.</param>
    /// <returns><see langword="null"/> when they differ, or there is nothing.</returns>
    internal static string? OnlyPart(IEnumerable<string?>? source)
    {
        string? only = null;
        var values = new HeaderValues(source);
        while (values.Next(out var value))
        {
            var rest = value.AsSpan();
            for (var walked = 0; ListText.Next(ref rest, ',', out var part); walked++)
            {
                if (walked < MaxParts && (part.IsEmpty || (only is not null && part.SequenceEqual(only.AsSpan())))) continue;
                if (only is not null || walked >= MaxParts)
                {
                    values.Close();
                    return null;
                }

                only = part.Length == value.Length ? value : part.ToString();
            }
        }

        values.Close();
        return only;
    }

    /// <summary>Gives what stands before the first comma that follows anything.</summary>
    internal static ReadOnlySpan<char> FirstPart(string? value)
    {
        var rest = value.AsSpan();
        for (var walked = 0; walked < MaxParts && ListText.Next(ref rest, ',', out var part); walked++)
        {
            if (!part.IsEmpty) return part;
        }

        return default;
    }

    /// <summary>Gives the values of a list header as one, joined by commas in their order (RFC 7230, section 3.2.2).</summary>
    /// <param name="source">What the getter gave.</param>
    /// <param name="maxLength">Above this many characters nothing is joined.</param>
    /// <param name="tooLong">Whether the values are longer than that.</param>
    internal static string? Joined(IEnumerable<string?>? source, int maxLength, out bool tooLong)
    {
        if (IsOneAtMost(source, out var only))
        {
            tooLong = only is not null && only.Length > maxLength;
            return tooLong ? null : only;
        }

        StringBuilder? joined = null;
        tooLong = false;
        var values = new HeaderValues(source);
        while (values.Next(out var value))
        {
            tooLong = value.Length + (joined?.Length ?? only?.Length ?? 0) > maxLength;
            if (tooLong) break;
            if (only is null) only = value;
            else (joined ??= new StringBuilder(only)).Append(',').Append(value);
        }

        values.Close();
        return tooLong ? null : joined?.ToString() ?? only;
    }

    /// <summary>Gives the next value that is neither null nor empty.</summary>
    internal bool Next(out string value)
    {
        while (TryTake(out var taken))
        {
            if (string.IsNullOrEmpty(taken)) continue;
            value = taken!;
            return true;
        }

        value = "";
        return false;
    }

    /// <summary>Ends the walk.</summary>
    internal void Close()
    {
        _enumerator?.Dispose();
        _enumerator = null;
    }

    private static bool IsOneAtMost(IEnumerable<string?>? source, out string? value)
    {
        value = null;
        if (source is null) return true;
        if (source is not string?[] { Length: < 2 } array) return false;
        if (array.Length == 1 && array[0] is { Length: > 0 } one) value = one;
        return true;
    }

    private bool TryTake(out string? value)
    {
        value = null;
        if (_next >= Limit) return false;
        if (_array is not null)
        {
            if (_next >= _array.Length) return false;
            value = _array[_next++];
            return true;
        }

        if (_list is not null)
        {
            if (_next >= _list.Count) return false;
            value = _list[_next++];
            return true;
        }

        if (_enumerator is null || !_enumerator.MoveNext()) return false;
        _next++;
        value = _enumerator.Current;
        return true;
    }
}
