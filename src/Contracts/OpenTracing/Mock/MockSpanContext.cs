namespace OpenTracing.Mock;

/// <summary>Holds the ids and baggage of a <see cref="MockSpan"/>; never changes.</summary>
public sealed class MockSpanContext : ISpanContext
{
    private readonly IDictionary<string, string> _baggage;

    internal MockSpanContext(string traceId, string spanId, IDictionary<string, string> baggage)
    {
        TraceId = traceId;
        SpanId = spanId;
        _baggage = baggage;
    }

    /// <inheritdoc/>
    public string SpanId { get; }

    /// <inheritdoc/>
    public string TraceId { get; }

    /// <summary>Lists the baggage carried by this context.</summary>
    /// <returns>The baggage, or <see langword="null"/> for a context that <see cref="BinaryPropagator"/> read.</returns>
    public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => _baggage;

    /// <summary>Looks up a baggage item.</summary>
    /// <param name="key">The key of the item.</param>
    /// <returns>The value, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public string GetBaggageItem(string key) => _baggage.TryGetValue(key, out var value) ? value : null;

    /// <summary>Makes a context with the same ids and one more baggage item.</summary>
    /// <param name="key">The key of the item; an item with the same key is replaced.</param>
    /// <param name="val">The value of the item.</param>
    /// <returns>The new context.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> or the baggage of this context is <see langword="null"/>.</exception>
    public MockSpanContext WithBaggageItem(string key, string val)
    {
        var baggage = new Dictionary<string, string>(_baggage) { [key] = val };
        return new MockSpanContext(TraceId, SpanId, baggage);
    }
}
