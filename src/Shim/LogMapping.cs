using System.Diagnostics;
using System.Globalization;
using OpenTracing;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Translates OpenTracing logs into events.</summary>
/// <remarks>
/// The name is the field <c>event</c>, else <c>log</c>. <c>event=error</c>, or an exception in <c>error.object</c>, gives an event named
/// <c>exception</c> with the attributes of OpenTelemetry's exception convention; the other fields stay as they are.
/// </remarks>
internal static class LogMapping
{
    private const string DefaultName = "log";
    private const string ExceptionName = "exception";
    private const string ExceptionType = "exception.type";
    private const string ExceptionMessage = "exception.message";
    private const string ExceptionStackTrace = "exception.stacktrace";

    internal static ActivityEvent ToEvent(IEnumerable<KeyValuePair<string, object>> fields, DateTimeOffset timestamp)
    {
        string? name = null;
        Exception? exception = null;
        var attributes = new ActivityTagsCollection();
        try
        {
            // The two types that callers mostly use are read without an enumerator on the heap.
            if (fields is Dictionary<string, object> dictionary)
            {
                foreach (var field in dictionary) Add(attributes, field, ref name, ref exception);
            }
            else if (fields is KeyValuePair<string, object>[] array)
            {
                foreach (var field in array) Add(attributes, field, ref name, ref exception);
            }
            else
            {
                foreach (var field in fields) Add(attributes, field, ref name, ref exception);
            }
        }
        catch (Exception e)
        {
            // What was read before the fields themselves threw is kept.
            SegueEventSource.Log.Failure("Reading the fields of a log", e.Message);
        }

        if (exception is null && name != TagMapping.Error) return new ActivityEvent(string.IsNullOrEmpty(name) ? DefaultName : name!, timestamp, attributes);

        if (exception is not null)
        {
            attributes[ExceptionType] = exception.GetType().FullName;
            attributes[ExceptionMessage] = Read(exception, static e => e.Message);
            attributes[ExceptionStackTrace] = Read(exception, static e => e.ToString());
            if (name is not null && name != TagMapping.Error) attributes[LogFields.Event] = name;
        }
        else
        {
            Rename(attributes, LogFields.ErrorKind, ExceptionType);
            Rename(attributes, LogFields.Message, ExceptionMessage);
            Rename(attributes, LogFields.Stack, ExceptionStackTrace);
        }

        return new ActivityEvent(ExceptionName, timestamp, attributes);
    }

    /// <summary>The value as an attribute can hold it; everything else as invariant text.</summary>
    internal static object ToAttribute(object? value) => value switch
    {
        string or int or bool or long or double => value,
        byte or sbyte or short or ushort or uint or float => value,
        string[] or bool[] or int[] or long[] or double[] => value,
        ulong number when number <= long.MaxValue => (long)number,
        Array { Rank: 1 } array => ToTexts(array),
        _ => ToText(value),
    };

    private static void Add(ActivityTagsCollection attributes, in KeyValuePair<string, object> field, ref string? name, ref Exception? exception)
    {
        var key = field.Key;
        if (key is null) return;
        if (key == LogFields.Event) name = ToText(field.Value);
        else if (field.Value is Exception error && key == LogFields.ErrorObject) exception = error;
        else attributes[key] = ToAttribute(field.Value);
    }

    private static string Read(Exception exception, Func<Exception, string> member)
    {
        try
        {
            return member(exception) ?? "";
        }
        catch (Exception e)
        {
            return "(" + e.GetType().Name + ")";
        }
    }

    private static string ToText(object? value)
    {
        if (value is string text) return text;
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception e)
        {
            // A ToString of the application that throws must not throw here.
            return value!.GetType().FullName + " (" + e.GetType().Name + ")";
        }
    }

    private static string[] ToTexts(Array array)
    {
        var texts = new string[array.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = ToText(array.GetValue(array.GetLowerBound(0) + i));
        return texts;
    }

    private static void Rename(ActivityTagsCollection attributes, string from, string to)
    {
        if (!attributes.TryGetValue(from, out var value)) return;
        attributes.Remove(from);
        attributes[to] = value;
    }
}
