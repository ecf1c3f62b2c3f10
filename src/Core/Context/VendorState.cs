using System.Globalization;

namespace Segue.Context;

/// <summary>Reads and writes the <c>dd=</c> member of a tracestate, where vendor state rides through any API.</summary>
/// <remarks>
/// <para>Shape: <c>dd=s:{priority};o:{origin};p:{16 hex};t.{name}:{value}</c>, each part optional; e.g. <c>dd=s:2;o:rum,other=1</c>.
/// The member is written first, the others keep their order. Inside the process it may also hold <c>e:{error}</c>, what was wrong
/// with the headers of the vendor, and <c>u:1</c>, that the headers said nothing of a decision; neither is written to the wire.</para>
/// <para>Units and limits: <c>s</c> is a decimal number, <c>p</c> the id of the span that wrote the member, <c>t.{name}</c> the tag <c>_dd.p.{name}</c>.
/// In values <c>~</c> stands for <c>=</c>, and <c>_</c> for characters that a tracestate can't hold.</para>
/// <para>Errors: anything malformed reads as absent and is kept as it is; nothing is thrown.</para>
/// <para>Source: W3C Trace Context, section 3.3.1 for the list; the vendor's member for the parts.</para>
/// </remarks>
public static class VendorState
{
    internal const string Member = "dd=";

    /// <summary>Reads one part of the member.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="key">Key of the part, e.g. <c>s</c> or <c>t.dm</c>.</param>
    /// <returns>Its value as written; <see langword="null"/> when absent.</returns>
    public static string? Get(string? traceState, string key) =>
        TryFindPart(traceState, key.AsSpan(), out var value) ? ListText.Trim(value).ToString() : null;

    /// <summary>Reads all parts of the member.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <returns>What stands after <c>dd=</c>, as written; <see langword="null"/> when there is no member.</returns>
    public static string? GetMember(string? traceState) =>
        TryFindMember(traceState, out var start, out var end) ? traceState!.Substring(start + Member.Length, end - start - Member.Length).Trim() : null;

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
        var found = TryFindPart(traceState, "s".AsSpan(), out var text) & TryReadInt32(text, out var value);
        priority = (SamplingPriority)value;
        return found;
    }

    /// <summary>Tells whether a remote parent's set flag only says that nobody refused.</summary>
    /// <remarks>
    /// <para>The part <c>p</c> travels in a tracestate alone, beside a flag that is a decision; a composite that gives a span to a format which left the decision open says <c>u:1</c> too.</para>
    /// </remarks>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <returns><see langword="true"/> when vendor state is there, without a priority, and no W3C flag goes with it.</returns>
    public static bool IsUndecided(string? traceState)
    {
        if (!IsIn(traceState)) return false;
        var member = ReadMember(traceState);
        return !TryReadInt32(member.Priority, out _) && (member.Parent.IsEmpty || !member.Undecided.IsEmpty);
    }

    /// <summary>Writes the sampling priority.</summary>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="priority">The priority.</param>
    /// <returns>The tracestate with the decision in it.</returns>
    public static string WithPriority(string? traceState, SamplingPriority priority) =>
        With(traceState, "s", ToText((int)priority))!;

    /// <summary>Makes the sampling priority agree with the recorded flag that came with it, which the nearest service wrote last.</summary>
    /// <remarks>
    /// <para>Segue's propagators do so as they read; others hand on what stood in the header. Shape: <c>s:1</c> and <c>t.dm:-0</c> where the flag keeps what the priority drops,
    /// <c>s:0</c> without <c>t.dm</c> where it drops what the priority keeps.</para>
    /// <para>Threads and cost: stateless; allocates only where the two contradict.</para>
    /// </remarks>
    /// <param name="traceState">A whole tracestate, or <see langword="null"/>.</param>
    /// <param name="keep">The flag.</param>
    /// <returns>The same text where the two agree, or where there is no priority.</returns>
    public static string? Reconcile(string? traceState, bool keep)
    {
        if (!TryGetPriority(traceState, out var priority) || priority > 0 == keep) return traceState;
        return WithPriority(With(traceState, "t.dm", keep ? VendorMember.KeptBy : null), keep ? SamplingPriority.AutoKeep : SamplingPriority.AutoReject);
    }

    /// <summary>Makes plain text fit for a part: an origin, or the value of a tag.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The same length: <c>=</c> became <c>~</c>; <c>,</c>, <c>;</c>, <c>~</c> and what is not printable ASCII became <c>_</c>.</returns>
    public static string Encode(string value) => Map(value, static c => EncodeValue(c));

    /// <summary>Makes the name of a tag, without its prefix <c>_dd.p.</c>, fit for the key of a part after <c>t.</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The same length: spaces, <c>,</c>, <c>=</c>, <c>;</c>, <c>:</c> and what is not printable ASCII became <c>_</c>.</returns>
    public static string EncodeName(string name) => Map(name, static c => EncodeKey(c));

    /// <summary>Reads the plain text back from a part.</summary>
    /// <param name="value">Value of the part, or <see langword="null"/>.</param>
    /// <returns>The same with <c>~</c> as <c>=</c>; what became <c>_</c> stays so.</returns>
    public static string? Decode(string? value) => value?.Replace('~', '=');

    /// <summary>Takes the member of a tracestate apart.</summary>
    internal static VendorMember ReadMember(string? traceState) => TryFindMember(traceState, out var start, out var end)
        ? VendorMember.Read(ListText.Trim(traceState.AsSpan(start + Member.Length, end - start - Member.Length)))
        : default;

    internal static char EncodeValue(char c) => c switch
    {
        ',' or ';' or '~' => '_',
        '=' => '~',
        < ' ' or > '~' => '_',
        _ => c,
    };

    internal static char EncodeKey(char c) => c is ' ' or ',' or '=' or ';' or ':' or < ' ' or > '~' ? '_' : c;

    /// <summary>Reads a decimal number with an optional sign and white space around it.</summary>
    internal static bool TryReadInt32(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        text = ListText.Trim(text);
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is '-' or '+') text = text.Slice(1);
        if (text.IsEmpty) return false;
        long number = 0;
        foreach (var c in text)
        {
            if (c is < '0' or > '9') return false;
            number = (number * 10) + (c - '0');
            if (number > int.MaxValue) return false;
        }

        value = (int)(negative ? -number : number);
        return true;
    }

    /// <summary>Writes a number without allocating for the priorities that are in use.</summary>
    internal static string ToText(int priority) => priority switch
    {
        -1 => "-1",
        0 => "0",
        1 => "1",
        2 => "2",
        _ => priority.ToString(CultureInfo.InvariantCulture),
    };

    private static string Map(string text, Func<char, char> map)
    {
        var mapped = text.ToCharArray();
        for (var i = 0; i < mapped.Length; i++) mapped[i] = map(mapped[i]);
        return new string(mapped);
    }

    private static bool TryFindPart(string? traceState, ReadOnlySpan<char> key, out ReadOnlySpan<char> value)
    {
        if (TryFindMember(traceState, out var start, out var end))
        {
            var rest = traceState.AsSpan(start + Member.Length, end - start - Member.Length);
            var clean = true;
            while (VendorMember.TryPart(ref rest, out var found, out value, ref clean))
            {
                if (found.SequenceEqual(key)) return true;
            }
        }

        value = default;
        return false;
    }

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
