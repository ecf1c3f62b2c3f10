namespace OpenTracing;

/// <summary>Holds the part of a span that crosses process borders.</summary>
public interface ISpanContext
{
    /// <summary>Gets the id of the span as text.</summary>
    string SpanId { get; }

    /// <summary>Gets the id of the trace as text.</summary>
    string TraceId { get; }

    /// <summary>Lists the baggage carried by this context.</summary>
    /// <returns>The baggage as key and value pairs.</returns>
    IEnumerable<KeyValuePair<string, string>> GetBaggageItems();
}
