using OpenTracing.Tag;

namespace OpenTracing;

/// <summary>Records one unit of work within a trace.</summary>
/// <remarks>Every method that changes the span returns the same span, so calls can be chained.</remarks>
public interface ISpan
{
    /// <summary>Gets the context of the span; readable at any time, also after finish.</summary>
    ISpanContext Context { get; }

    /// <summary>Ends the span now.</summary>
    /// <remarks>Further calls change nothing; any other call after finish has no defined effect.</remarks>
    void Finish();

    /// <summary>Ends the span at a given time.</summary>
    /// <param name="finishTimestamp">The end time.</param>
    void Finish(DateTimeOffset finishTimestamp);

    /// <summary>Looks up a baggage item.</summary>
    /// <param name="key">The key of the item.</param>
    /// <returns>The value, or <see langword="null"/> when there is none.</returns>
    string GetBaggageItem(string key);

    /// <summary>Logs a set of fields at the current time.</summary>
    /// <param name="fields">The fields to log.</param>
    /// <returns>This span.</returns>
    ISpan Log(IEnumerable<KeyValuePair<string, object>> fields);

    /// <summary>Logs an event at the current time, as the single field <see cref="LogFields.Event"/>.</summary>
    /// <param name="event">The name of the event.</param>
    /// <returns>This span.</returns>
    ISpan Log(string @event);

    /// <summary>Logs a set of fields at a given time.</summary>
    /// <param name="timestamp">The time of the entry.</param>
    /// <param name="fields">The fields to log.</param>
    /// <returns>This span.</returns>
    ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields);

    /// <summary>Logs an event at a given time, as the single field <see cref="LogFields.Event"/>.</summary>
    /// <param name="timestamp">The time of the entry.</param>
    /// <param name="event">The name of the event.</param>
    /// <returns>This span.</returns>
    ISpan Log(DateTimeOffset timestamp, string @event);

    /// <summary>Stores a baggage item in the context of the span.</summary>
    /// <remarks>Only descendants that are created afterwards receive the item.</remarks>
    /// <param name="key">The key of the item.</param>
    /// <param name="value">The value of the item.</param>
    /// <returns>This span.</returns>
    ISpan SetBaggageItem(string key, string value);

    /// <summary>Replaces the operation name.</summary>
    /// <param name="operationName">The new name.</param>
    /// <returns>This span.</returns>
    ISpan SetOperationName(string operationName);

    /// <summary>Sets a boolean tag.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(BooleanTag tag, bool value);

    /// <summary>Sets a tag that takes a number or text, to text.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(IntOrStringTag tag, string value);

    /// <summary>Sets an integer tag.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(IntTag tag, int value);

    /// <summary>Sets a text tag.</summary>
    /// <param name="tag">The tag that names the key.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(StringTag tag, string value);

    /// <summary>Sets a tag to a boolean.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(string key, bool value);

    /// <summary>Sets a tag to a floating-point number.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(string key, double value);

    /// <summary>Sets a tag to an integer.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(string key, int value);

    /// <summary>Sets a tag to a text.</summary>
    /// <param name="key">The key of the tag.</param>
    /// <param name="value">The value.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(string key, string value);
}
