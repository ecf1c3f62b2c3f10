using OpenTracing;
using OpenTracing.Tag;

namespace Segue.Shim.Testing;

/// <summary>A builder of the shim that tells a recorder what it starts.</summary>
internal sealed class RecordingSpanBuilder(ISpanBuilder inner, ShimRecorder recorder) : ISpanBuilder
{
    public ISpanBuilder AsChildOf(OpenTracing.ISpanContext parent) => Returning(inner.AsChildOf(parent));

    public ISpanBuilder AsChildOf(OpenTracing.ISpan parent) => Returning(inner.AsChildOf(parent));

    public ISpanBuilder AddReference(string referenceType, OpenTracing.ISpanContext referencedContext) =>
        Returning(inner.AddReference(referenceType, referencedContext));

    public ISpanBuilder IgnoreActiveSpan() => Returning(inner.IgnoreActiveSpan());

    public ISpanBuilder WithTag(string key, string value) => Returning(inner.WithTag(key, value));

    public ISpanBuilder WithTag(string key, bool value) => Returning(inner.WithTag(key, value));

    public ISpanBuilder WithTag(string key, int value) => Returning(inner.WithTag(key, value));

    public ISpanBuilder WithTag(string key, double value) => Returning(inner.WithTag(key, value));

    public ISpanBuilder WithTag(BooleanTag tag, bool value) => Returning(inner.WithTag(tag, value));

    public ISpanBuilder WithTag(IntOrStringTag tag, string value) => Returning(inner.WithTag(tag, value));

    public ISpanBuilder WithTag(IntTag tag, int value) => Returning(inner.WithTag(tag, value));

    public ISpanBuilder WithTag(StringTag tag, string value) => Returning(inner.WithTag(tag, value));

    public ISpanBuilder WithStartTimestamp(DateTimeOffset timestamp) => Returning(inner.WithStartTimestamp(timestamp));

    public OpenTracing.IScope StartActive() => StartActive(true);

    public OpenTracing.IScope StartActive(bool finishSpanOnDispose)
    {
        var scope = inner.StartActive(finishSpanOnDispose);
        recorder.Open(scope.Span);
        return scope;
    }

    public OpenTracing.ISpan Start()
    {
        var span = inner.Start();
        recorder.Open(span);
        return span;
    }

    public override string ToString() => inner.ToString()!;

    private RecordingSpanBuilder Returning(ISpanBuilder _) => this;
}
