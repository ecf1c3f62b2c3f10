namespace OpenTracing.Noop;

/// <summary>Stands for a context without ids and baggage.</summary>
public sealed class NoopSpanContext : ISpanContext
{
    internal static readonly NoopSpanContext Instance = new();

    private NoopSpanContext()
    {
    }

    /// <summary>Gets <see langword="null"/>: there is no span.</summary>
    public string SpanId => null;

    /// <summary>Gets <see langword="null"/>: there is no trace.</summary>
    public string TraceId => null;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => [];

    /// <inheritdoc/>
    public override string ToString() => nameof(NoopSpanContext);
}
