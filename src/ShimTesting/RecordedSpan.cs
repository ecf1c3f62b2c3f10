using System.Diagnostics;

namespace Segue.Shim.Testing;

/// <summary>What a span was when it finished, in OpenTracing's words; its members are named as those of <c>MockSpan</c>.</summary>
/// <remarks>
/// <para>It is read back from the native span, so it shows what an exporter gets. What a native span can't hold differs from <c>MockSpan</c>:
/// tags that are null or that only decide about sampling (<c>manual.keep</c>, <c>manual.drop</c>) are absent, and ids are hex digits.</para>
/// <para>Threads and cost: never changes, safe from any thread.</para>
/// </remarks>
public sealed class RecordedSpan
{
    private readonly Dictionary<string, string> _baggage = new(StringComparer.Ordinal);

    internal RecordedSpan(Activity activity, OpenTracing.ISpanContext context)
    {
        Context = context;
        OperationName = activity.DisplayName;
        TraceId = activity.TraceId.ToHexString();
        SpanId = activity.SpanId.ToHexString();
        ParentId = activity.ParentSpanId == default ? null : activity.ParentSpanId.ToHexString();
        StartTimestamp = new DateTimeOffset(activity.StartTimeUtc);
        FinishTimestamp = StartTimestamp + activity.Duration;
        Tags = ReadTags(activity);
        LogEntries = [.. activity.Events.Select(@event => new RecordedLogEntry(@event))];
        References = [.. RecordedReference.Of(activity)];
        foreach (var item in context.GetBaggageItems()) _baggage[item.Key] = item.Value;
    }

    /// <summary>The context, to be used as a parent or to be injected.</summary>
    public OpenTracing.ISpanContext Context { get; }

    /// <summary>The last operation name.</summary>
    public string OperationName { get; }

    /// <summary>Id of the trace.</summary>
    /// <value>32 lower hex digits.</value>
    public string TraceId { get; }

    /// <summary>Id of the span.</summary>
    /// <value>16 lower hex digits.</value>
    public string SpanId { get; }

    /// <summary>Id of the parent span.</summary>
    /// <value>16 lower hex digits; <see langword="null"/> at a root.</value>
    public string? ParentId { get; }

    /// <summary>The start time.</summary>
    /// <value>Explicit times to tick precision, in UTC.</value>
    public DateTimeOffset StartTimestamp { get; }

    /// <summary>The end time.</summary>
    /// <value>Explicit times to tick precision, in UTC; an end at or before the start is one tick after it.</value>
    public DateTimeOffset FinishTimestamp { get; }

    /// <summary>The tags, <c>span.kind</c> among them.</summary>
    /// <value><c>error</c> is a <see cref="bool"/> when the span was marked, whichever way the mark was spelled.</value>
    public IReadOnlyDictionary<string, object> Tags { get; }

    /// <summary>The log entries, in the order of logging.</summary>
    public IReadOnlyList<RecordedLogEntry> LogEntries { get; }

    /// <summary>The references.</summary>
    /// <value>A <c>child_of</c> parent first, an implicit one too, then the others in the order of adding.</value>
    public IReadOnlyList<RecordedReference> References { get; }

    /// <summary>Looks up a baggage item as it was at finish.</summary>
    /// <param name="key">The name of the item.</param>
    /// <returns>The value, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public string? GetBaggageItem(string key) => _baggage.TryGetValue(key, out var value) ? value : null;

    /// <inheritdoc/>
    public override string ToString() => $"TraceId: {TraceId}, SpanId: {SpanId}, ParentId: {ParentId}, OperationName: {OperationName}";

    private static Dictionary<string, object> ReadTags(Activity activity)
    {
        var tags = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var tag in activity.TagObjects)
        {
            if (tag.Value is not null) tags[tag.Key] = tag.Value;
        }

        if (activity.Status != ActivityStatusCode.Unset) tags[OpenTracing.Tag.Tags.Error.Key] = activity.Status == ActivityStatusCode.Error;
        return tags;
    }
}
