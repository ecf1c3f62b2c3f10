namespace OpenTracing;

/// <summary>Names the log field keys that carry an agreed meaning.</summary>
/// <remarks>The values are compiled into callers and never change.</remarks>
public static class LogFields
{
    /// <summary>The kind of an error, such as an exception type name.</summary>
    public const string ErrorKind = "error.kind";

    /// <summary>The error itself, such as an exception instance.</summary>
    public const string ErrorObject = "error.object";

    /// <summary>The short, stable name of what happened; the key that event logs use.</summary>
    public const string Event = "event";

    /// <summary>A line of text for people that describes the event.</summary>
    public const string Message = "message";

    /// <summary>A stack trace in the form the platform prints.</summary>
    public const string Stack = "stack";
}
