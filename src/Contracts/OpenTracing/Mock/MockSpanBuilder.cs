using OpenTracing.Tag;

namespace OpenTracing.Mock;

/// <summary>Describes a <see cref="MockSpan"/> before it starts.</summary>
/// <remarks>A builder that is started again keeps its first start time and the parent it found then.</remarks>
public sealed class MockSpanBuilder : ISpanBuilder
{
    private readonly MockTracer _tracer;
    private readonly string _operationName;
    private readonly Dictionary<string, object> _tags = [];
    private readonly List<MockSpan.Reference> _references = [];
    private DateTimeOffset _startTimestamp = DateTimeOffset.MinValue;
    private bool _ignoreActiveSpan;

    /// <summary>Begins the description of a span.</summary>
    /// <param name="tracer">The tracer that receives the finished span.</param>
    /// <param name="operationName">The name of the work the span stands for.</param>
    public MockSpanBuilder(MockTracer tracer, string operationName)
    {
        _tracer = tracer;
        _operationName = operationName;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">A context is given without <paramref name="referenceType"/>.</exception>
    /// <exception cref="InvalidCastException"><paramref name="referencedContext"/> comes from another kind of tracer.</exception>
    public ISpanBuilder AddReference(string referenceType, ISpanContext referencedContext)
    {
        if (referencedContext != null)
            _references.Add(new MockSpan.Reference((MockSpanContext)referencedContext, referenceType));

        return this;
    }

    /// <inheritdoc/>
    public ISpanBuilder AsChildOf(ISpan parent) => AddReference(References.ChildOf, parent?.Context);

    /// <inheritdoc/>
    public ISpanBuilder AsChildOf(ISpanContext parent) => AddReference(References.ChildOf, parent);

    /// <inheritdoc/>
    public ISpanBuilder IgnoreActiveSpan()
    {
        _ignoreActiveSpan = true;
        return this;
    }

    /// <inheritdoc/>
    public IScope StartActive() => StartActive(finishSpanOnDispose: true);

    /// <inheritdoc/>
    public IScope StartActive(bool finishSpanOnDispose) => _tracer.ScopeManager.Activate(Start(), finishSpanOnDispose);

    /// <inheritdoc/>
    public ISpan Start()
    {
        if (_startTimestamp == DateTimeOffset.MinValue)
            _startTimestamp = DateTimeOffset.UtcNow;

        if (_references.Count == 0 && !_ignoreActiveSpan)
            AsChildOf(_tracer.ActiveSpan);

        return new MockSpan(_tracer, _operationName, _startTimestamp, _tags, _references);
    }

    /// <summary>Sets the start time, in place of the time at which the span starts.</summary>
    /// <param name="startTimestamp">The start time; <see cref="DateTimeOffset.MinValue"/> means none.</param>
    /// <returns>This builder.</returns>
    public ISpanBuilder WithStartTimestamp(DateTimeOffset startTimestamp)
    {
        _startTimestamp = startTimestamp;
        return this;
    }

    /// <inheritdoc/>
    public ISpanBuilder WithTag(BooleanTag tag, bool value) => Store(tag.Key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(IntOrStringTag tag, string value) => Store(tag.Key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(IntTag tag, int value) => Store(tag.Key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(StringTag tag, string value) => Store(tag.Key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, bool value) => Store(key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, double value) => Store(key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, int value) => Store(key, value);

    /// <inheritdoc/>
    public ISpanBuilder WithTag(string key, string value) => Store(key, value);

    private MockSpanBuilder Store(string key, object value)
    {
        _tags[key] = value;
        return this;
    }
}
