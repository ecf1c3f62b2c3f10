using OpenTracing.Tag;

namespace OpenTracing.Noop;

/// <summary>Accepts every call and records nothing.</summary>
public sealed class NoopSpan : ISpan
{
    internal static readonly NoopSpan Instance = new();

    private NoopSpan()
    {
    }

    /// <inheritdoc/>
    public ISpanContext Context => NoopSpanContext.Instance;

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Finish(DateTimeOffset finishTimestamp)
    {
    }

    /// <inheritdoc/>
    public string GetBaggageItem(string key) => null;

    /// <inheritdoc/>
    public ISpan Log(IEnumerable<KeyValuePair<string, object>> fields) => this;

    /// <inheritdoc/>
    public ISpan Log(string @event) => this;

    /// <inheritdoc/>
    public ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields) => this;

    /// <inheritdoc/>
    public ISpan Log(DateTimeOffset timestamp, string @event) => this;

    /// <inheritdoc/>
    public ISpan SetBaggageItem(string key, string value) => this;

    /// <inheritdoc/>
    public ISpan SetOperationName(string operationName) => this;

    /// <inheritdoc/>
    public ISpan SetTag(BooleanTag tag, bool value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(IntOrStringTag tag, string value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(IntTag tag, int value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(StringTag tag, string value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(string key, bool value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(string key, double value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(string key, int value) => this;

    /// <inheritdoc/>
    public ISpan SetTag(string key, string value) => this;

    /// <inheritdoc/>
    public override string ToString() => nameof(NoopSpan);
}
