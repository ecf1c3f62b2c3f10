using System.Diagnostics;
using OpenTracing;

namespace Segue.Shim.Testing;

/// <summary>The fields that were logged at one time, read back from an event of the native span.</summary>
/// <remarks>
/// <para>The event's name is the field <c>event</c> again. An <c>exception</c> event is <c>event=error</c> with <c>error.kind</c>,
/// <c>message</c> and <c>stack</c>, so an exception that was logged as <c>error.object</c> is there as text.</para>
/// <para>Limits: values that an attribute can't hold are text. A log without the field <c>event</c> and one of <c>event=log</c> are the same event,
/// named <c>log</c>; it has the field only when it has no other.</para>
/// </remarks>
public sealed class RecordedLogEntry
{
    private const string NameOfOthers = "log";
    private const string ExceptionName = "exception";
    private const string Error = "error";

    internal RecordedLogEntry(ActivityEvent @event)
    {
        Timestamp = @event.Timestamp;
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var attribute in @event.Tags)
        {
            if (attribute.Value is not null) attributes[attribute.Key] = attribute.Value;
        }

        Fields = @event.Name == ExceptionName ? FromException(attributes) : attributes;
        if (@event.Name != ExceptionName && (@event.Name != NameOfOthers || attributes.Count == 0)) attributes[LogFields.Event] = @event.Name;
    }

    /// <summary>The time of the entry.</summary>
    /// <value>Explicit times to tick precision.</value>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The fields that were logged.</summary>
    public IReadOnlyDictionary<string, object> Fields { get; }

    private static Dictionary<string, object> FromException(Dictionary<string, object> attributes)
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal) { [LogFields.Event] = Error };
        foreach (var attribute in attributes)
        {
            var name = attribute.Key switch
            {
                "exception.type" => LogFields.ErrorKind,
                "exception.message" => LogFields.Message,
                "exception.stacktrace" => LogFields.Stack,
                _ => attribute.Key,
            };
            // A field that the application logged beside an exception is its own.
            if (name == attribute.Key || !attributes.ContainsKey(name)) fields[name] = attribute.Value;
        }

        return fields;
    }
}
