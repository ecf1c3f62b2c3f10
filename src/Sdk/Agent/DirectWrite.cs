namespace Segue.Agent;

/// <summary>Whether this thread is one that traces and encodes a chunk, and what it leaves to the worker then: code of the application, and a payload that has no room.</summary>
/// <remarks>A tag can hold any object, whose text the application makes: it may lock, trace or wait, which nobody expects where a span is finished.</remarks>
internal static class DirectWrite
{
    [ThreadStatic]
    private static bool _isUnderWay;
    [ThreadStatic]
    private static bool _isDeclined;

    /// <summary>Whether what was written since <see cref="Begin"/> is not to be used.</summary>
    internal static bool IsDeclined => _isDeclined;

    internal static void Begin() => _isUnderWay = true;

    internal static void End() => _isUnderWay = _isDeclined = false;

    /// <summary>Leaves the chunk to the worker; false when it is the worker who writes.</summary>
    internal static bool TryDecline() => _isUnderWay && (_isDeclined = true);

    /// <summary>Leaves the chunk to the worker unless the text of a value is made by the platform; false when it is the worker who writes.</summary>
    internal static bool TryDecline(object value) =>
        _isUnderWay && Type.GetTypeCode(value.GetType()) == TypeCode.Object && value is not (Guid or TimeSpan or DateTimeOffset) && value.GetType() != typeof(Uri) && (_isDeclined = true);
}
