namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>What a plain client knows of a trace.</summary>
/// <param name="TraceId">As received: 16 or 32 hex digits.</param>
/// <param name="SpanId">16 hex digits: the caller's span when read, the own one when written.</param>
/// <param name="IsKept">The decision; <see langword="null"/> when the headers say none.</param>
internal sealed record PeerContext(string TraceId, string SpanId, bool? IsKept)
{
    /// <summary>The parent of the span that is written; 16 zeros at a root.</summary>
    internal string ParentId { get; init; } = "0000000000000000";

    internal IReadOnlyDictionary<string, string> Baggage { get; init; } = Journey.NoBaggage;

    /// <summary>Whatever else the format hands on as it came.</summary>
    internal IReadOnlyDictionary<string, string> Passengers { get; init; } = Journey.NoBaggage;
}
