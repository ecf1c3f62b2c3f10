namespace Segue.TraceView;

/// <summary>A link of a received span to another one.</summary>
public sealed class ReceivedLink
{
    /// <summary>Trace of the linked span, 32 lower hex digits.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>Id of the linked span.</summary>
    public ulong SpanId { get; init; }

    /// <summary>Attributes of the link; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>W3C <c>tracestate</c> of the linked span; empty where it has none.</summary>
    public string TraceState { get; init; } = "";

    /// <summary>Trace flags of the linked span; bit 31 says that the sampling decision is known, bit 0 that it keeps.</summary>
    public uint Flags { get; init; }
}
