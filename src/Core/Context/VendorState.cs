using System.Globalization;

namespace Segue.Context;

/// <summary>Reads and writes the <c>dd=</c> member of a tracestate, where vendor state rides through any API.</summary>
/// <remarks>
/// <para>Shape: <c>dd=s:{priority};o:{origin};p:{16 hex};t.{name}:{value}</c>, each part optional; e.g. <c>dd=s:2;o:rum,other=1</c>.
/// The member is written first, the others keep their order.</para>
/// <para>Errors: anything malformed reads as absent and is kept as it is; nothing is thrown.</para>
/// <para>Source: W3C Trace Context, section 3.3.1 for the list; the vendor's member for the parts.</para>
/// </remarks>
public static class VendorState
{
    private const string Member = "dd=";

    /// <summary>Reads one part of the member.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="key">Key of the part, e.g. <c>s</c> or <c>t.dm</c>.</param>
    /// <returns>Its value as written; <see langword="null"/> when absent.</returns>
    public static string? Get(string? traceState, string key)
    {
        if (!TryFindMember(traceState, out var start, out var end)) return null;
        var position = start + Member.Length;
        while (position < end)
        {
            var stop = traceState!.IndexOf(';', position, end - position);
            if (stop < 0) stop = end;
            if (stop - position > key.Length && traceState[position + key.Length] == ':' && string.CompareOrdinal(traceState, position, key, 0, key.Length) == 0)
                return traceState.Substring(position + key.Length + 1, stop - position - key.Length - 1).Trim();
            position = stop + 1;
        }

        return null;
    }

    /// <summary>Writes one part of the member.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="key">Key of the part.</param>
    /// <param name="value">Its value, already free of <c>,</c> and <c>;</c>; <see langword="null"/> removes the part.</param>
    /// <returns>The tracestate with the member first; <see langword="null"/> when nothing is left.</returns>
    public static string? With(string? traceState, string key, string? value)
    {
        var parts = value is null ? "" : key + ":" + value;
        var others = traceState ?? "";
        if (TryFindMember(traceState, out var start, out var end))
        {
            foreach (var part in traceState!.Substring(start + Member.Length, end - start - Member.Length).Split(';'))
            {
                if (part.Length == 0 || part.StartsWith(key + ":", StringComparison.Ordinal)) continue;
                parts = parts.Length == 0 ? part : parts + ";" + part;
            }

            others = (traceState.Substring(0, start).TrimEnd(' ', ',') + "," + traceState.Substring(end).TrimStart(' ', ',')).Trim(',');
        }

        if (parts.Length == 0) return others.Length == 0 ? null : others;
        return others.Length == 0 ? Member + parts : Member + parts + "," + others;
    }

    /// <summary>Tells whether the member is there, whatever it says.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public static bool IsIn(string? traceState) => TryFindMember(traceState, out _, out _);

    /// <summary>Reads the sampling priority.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="priority">The priority; not range-checked.</param>
    /// <returns><see langword="false"/> when undecided or not a number.</returns>
    public static bool TryGetPriority(string? traceState, out SamplingPriority priority)
    {
        priority = default;
        if (string.IsNullOrEmpty(traceState)) return false;
        if (!int.TryParse(Get(traceState, "s"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return false;
        priority = (SamplingPriority)value;
        return true;
    }

    /// <summary>Writes the sampling priority.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="priority">The priority.</param>
    /// <returns>The tracestate with the decision in it.</returns>
    public static string WithPriority(string? traceState, SamplingPriority priority) =>
        With(traceState, "s", ((int)priority).ToString(CultureInfo.InvariantCulture))!;

    private static bool TryFindMember(string? traceState, out int start, out int end)
    {
        start = end = 0;
        if (traceState is null) return false;
        while (start < traceState.Length)
        {
            end = traceState.IndexOf(',', start);
            if (end < 0) end = traceState.Length;
            var first = start;
            while (first < end && (traceState[first] == ' ' || traceState[first] == '\t')) first++;
            if (string.CompareOrdinal(traceState, first, Member, 0, Member.Length) == 0)
            {
                start = first;
                return true;
            }

            start = end + 1;
        }

        return false;
    }
}
