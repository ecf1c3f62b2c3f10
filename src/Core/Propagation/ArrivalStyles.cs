namespace Segue.Propagation;

/// <summary>Remembers in the tracestate which header formats a trace arrived in, so that they are written again downstream.</summary>
/// <remarks>
/// <para>Shape: the member <c>sg={letters}</c>, one letter for each style, e.g. <c>sg=bj</c>; it is last in the list and stays in the process.</para>
/// </remarks>
internal static class ArrivalStyles
{
    internal const string Key = "sg";

    // Index is the style.
    private const string Letters = "wgdbmjo";

    internal static int MaskOf(PropagationStyle style) => 1 << (int)style;

    /// <summary>Adds styles, as a mask, to a tracestate.</summary>
    internal static string? With(string? traceState, int styles)
    {
        if (styles == 0) return traceState;
        Span<char> letters = stackalloc char[Letters.Length];
        var count = 0;
        for (var i = 0; i < Letters.Length; i++)
        {
            if ((styles & (1 << i)) != 0) letters[count++] = Letters[i];
        }

        var member = Key + "=" + letters.Slice(0, count).ToString();
        return string.IsNullOrEmpty(traceState) ? member : traceState + "," + member;
    }

    /// <summary>Reads the styles of a tracestate as a mask.</summary>
    internal static int Read(string? traceState)
    {
        if (traceState is null) return 0;
        var start = Find(traceState);
        if (start < 0) return 0;
        var styles = 0;
        for (var i = start + Key.Length + 1; i < traceState.Length && traceState[i] != ','; i++)
        {
            var style = Letters.IndexOf(traceState[i]);
            if (style >= 0) styles |= 1 << style;
        }

        return styles;
    }

    private static int Find(string traceState)
    {
        for (var start = 0; start >= 0 && start < traceState.Length;)
        {
            while (start < traceState.Length && traceState[start] == ' ') start++;
            if (string.CompareOrdinal(traceState, start, Key + "=", 0, Key.Length + 1) == 0) return start;
            var comma = traceState.IndexOf(',', start);
            start = comma < 0 ? -1 : comma + 1;
        }

        return -1;
    }
}
