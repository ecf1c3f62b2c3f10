using OpenTracing.Propagation;

namespace OpenTracing.Mock;

/// <summary>Writes ids and baggage as text entries, whatever the format.</summary>
/// <remarks>
/// <para>Shape: one <c>baggage-{key}</c> entry per item, then <c>spanid</c>, then <c>traceid</c>; values are written without escaping.</para>
/// <para>Errors: a carrier that is no <see cref="ITextMap"/> gives an <see cref="InvalidOperationException"/>.</para>
/// </remarks>
public sealed class TextMapPropagator : IPropagator
{
    /// <summary>What the key of a baggage entry begins with.</summary>
    public const string BaggageKeyPrefix = "baggage-";

    /// <summary>The key of the entry with the span id.</summary>
    public const string SpanIdKey = "spanid";

    /// <summary>The key of the entry with the trace id.</summary>
    public const string TraceIdKey = "traceid";

    /// <inheritdoc/>
    public MockSpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier)
    {
        string traceId = null;
        string spanId = null;
        var baggage = new Dictionary<string, string>();

        foreach (var entry in AsTextMap(carrier))
        {
            if (entry.Key.Equals(TraceIdKey, StringComparison.Ordinal))
                traceId = entry.Value;
            else if (entry.Key.Equals(SpanIdKey, StringComparison.Ordinal))
                spanId = entry.Value;
            else if (entry.Key.StartsWith(BaggageKeyPrefix, StringComparison.CurrentCulture))
                baggage[entry.Key.Substring(BaggageKeyPrefix.Length)] = entry.Value;
        }

        return string.IsNullOrEmpty(traceId) || string.IsNullOrEmpty(spanId) ? null : new MockSpanContext(traceId, spanId, baggage);
    }

    /// <inheritdoc/>
    public void Inject<TCarrier>(MockSpanContext context, IFormat<TCarrier> format, TCarrier carrier)
    {
        var textMap = AsTextMap(carrier);

        foreach (var item in context.GetBaggageItems())
            textMap.Set(BaggageKeyPrefix + item.Key, item.Value);

        textMap.Set(SpanIdKey, context.SpanId);
        textMap.Set(TraceIdKey, context.TraceId);
    }

    private static ITextMap AsTextMap<TCarrier>(TCarrier carrier) =>
        carrier as ITextMap ?? throw new InvalidOperationException($"{nameof(TextMapPropagator)} cannot use a carrier of type {carrier.GetType()}.");
}
