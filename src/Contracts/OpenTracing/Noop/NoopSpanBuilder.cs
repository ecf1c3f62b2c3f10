using OpenTracing.Tag;

namespace OpenTracing.Noop;

/// <summary>Accepts every description and starts the span that does nothing.</summary>
public sealed class NoopSpanBuilder : ISpanBuilder
{
    internal static readonly NoopSpanBuilder Instance = new();

    private NoopSpanBuilder()
    {
    }

    /// <inheritdoc/>
    public ISpanBuilder AddReference(string referenceType, ISpanContext referencedContext) => this;

    /// <inheritdoc/>
    public ISpanBuilder AsChildOf(ISpan parent) => this;

    /// <inheritdoc/>
    public ISpanBuilder AsChildOf(ISpanContext parent) => this;

    /// <inheritdoc/>
    public ISpanBuilder IgnoreActiveSpan() => this;

    /// <inheritdoc/>
    public IScope StartActive() => NoopScopeManager.NoopScope.Instance;

    /// <inheritdoc/>
    public IScope StartActive(bool finishSpanOnDispose) => NoopScopeManager.NoopScope.Instance;

    /// <inheritdoc/>
    public ISpan Start() => NoopSpan.Instance;

    /// <inheritdoc/>
    public ISpanBuilder WithStartTimestamp(DateTimeOffset timestamp) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(BooleanTag tag, bool value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(IntOrStringTag tag, string value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(IntTag tag, int value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(StringTag tag, string value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, bool value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, double value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, int value) => this;

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, string value) => this;

    /// <inheritdoc/>
    public override string ToString() => nameof(NoopSpanBuilder);
}
