using Segue.Context;

namespace Segue.Agent;

/// <summary>What the vendor's member of a tracestate says of a trace, encoded; kept for traces that say the same.</summary>
internal sealed class TraceStateText
{
    private TraceStateText(string? state)
    {
        Source = state;
        var propagated = new List<KeyValuePair<string, string>>();
        foreach (var part in (VendorState.GetMember(state) ?? "").Split(';'))
        {
            var colon = part.IndexOf(':');
            if (colon <= 0 || colon == part.Length - 1) continue;
            var key = part.Substring(0, colon).Trim();
            var value = part.Substring(colon + 1).Trim();
            switch (key)
            {
                case "o": Origin = EncodedEntries.Of("_dd.origin", value); break;
                case "p": LastParent = EncodedEntries.Of("_dd.parent_id", value); break;
                case "e": Error = EncodedEntries.Of("_dd.propagation_error", VendorState.Decode(value)); break;
                // The trace id says it.
                case "t.tid": break;
                default:
                    if (!key.StartsWith("t.", StringComparison.Ordinal)) break;
                    var name = key.Substring("t.".Length);
                    propagated.Add(new("_dd.p." + name, VendorState.Decode(value)!));
                    break;
            }
        }

        if (propagated.Count > 0) Propagated = new EncodedEntries(propagated);
    }

    internal string? Source { get; }

    internal EncodedEntries Origin { get; } = EncodedEntries.None;

    internal EncodedEntries LastParent { get; } = EncodedEntries.None;

    internal EncodedEntries Error { get; } = EncodedEntries.None;

    internal EncodedEntries Propagated { get; } = EncodedEntries.None;

    /// <summary>Reads a tracestate; the one of before if it is the same.</summary>
    internal static TraceStateText Of(string? state, TraceStateText? before) =>
        before is not null && (ReferenceEquals(state, before.Source) || state == before.Source) ? before : new TraceStateText(state);
}
