using OpenTracing.Tag;

namespace OpenTracing;

/// <summary>Describes a span before it starts.</summary>
/// <remarks>Every method that changes the description returns the same builder, so calls can be chained.</remarks>
public interface ISpanBuilder
{
    /// <summary>Adds a reference to another span.</summary>
    /// <param name="referenceType">The kind of reference, usually one of <see cref="References"/>.</param>
    /// <param name="referencedContext">The context referred to; <see langword="null"/> adds nothing.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder AddReference(string referenceType, ISpanContext referencedContext);

    /// <summary>Adds a <see cref="References.ChildOf"/> reference to a span.</summary>
    /// <param name="parent">The parent; <see langword="null"/> adds nothing.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder AsChildOf(ISpan parent);

    /// <summary>Adds a <see cref="References.ChildOf"/> reference to a context.</summary>
    /// <param name="parent">The context of the parent; <see langword="null"/> adds nothing.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder AsChildOf(ISpanContext parent);

    /// <summary>Keeps the active span from becoming the parent when no reference is given.</summary>
    /// <returns>This builder.</returns>
    ISpanBuilder IgnoreActiveSpan();

    /// <summary>Starts the span and makes it active; disposing the scope finishes the span.</summary>
    /// <returns>The scope of the new span.</returns>
    IScope StartActive();

    /// <summary>Starts the span and makes it active.</summary>
    /// <param name="finishSpanOnDispose">Whether disposing the scope also finishes the span.</param>
    /// <returns>The scope of the new span.</returns>
    IScope StartActive(bool finishSpanOnDispose);

    /// <summary>Starts the span without making it active.</summary>
    /// <remarks>The active span becomes the parent here, not earlier, unless a reference was added or it is ignored.</remarks>
    /// <returns>The new span.</returns>
    ISpan Start();

    /// <summary>Sets the start time, in place of the time at which the span starts.</summary>
    /// <param name="timestamp">The start time.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithStartTimestamp(DateTimeOffset timestamp);

    /// <summary>Gives the span a boolean tag.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(BooleanTag tag, bool value);

    /// <summary>Gives the span a tag that takes a number or text, as text.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(IntOrStringTag tag, string value);

    /// <summary>Gives the span an integer tag.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(IntTag tag, int value);

    /// <summary>Gives the span a text tag.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(StringTag tag, string value);

    /// <summary>Gives the span a tag with a boolean value.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(string key, bool value);

    /// <summary>Gives the span a tag with a floating-point value.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(string key, double value);

    /// <summary>Gives the span a tag with an integer value.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(string key, int value);

    /// <summary>Gives the span a tag with a text value.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    ISpanBuilder WithTag(string key, string value);
}
