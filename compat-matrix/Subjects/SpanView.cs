using System.Diagnostics;

namespace Segue.CompatMatrix.Subjects;

/// <summary>A finished span as an exporter would see it, whichever library made it.</summary>
internal sealed record SpanView
{
    internal required string Name { get; init; }

    internal required string TraceId { get; init; }

    internal required string SpanId { get; init; }

    /// <summary>Span id of the parent; <see langword="null"/> at a root.</summary>
    internal required string? ParentId { get; init; }

    internal required DateTimeOffset Start { get; init; }

    internal required TimeSpan Duration { get; init; }

    internal required IReadOnlyList<KeyValuePair<string, object?>> Tags { get; init; }

    internal required IReadOnlyList<EventView> Events { get; init; }

    /// <summary>Links of an Activity; the references of other spans.</summary>
    internal IReadOnlyList<LinkView> Links { get; init; } = [];

    internal ActivityKind Kind { get; init; }

    internal ActivityStatusCode Status { get; init; }

    /// <summary>The Activity itself; <see langword="null"/> where the subject makes none.</summary>
    internal Activity? Activity { get; init; }

    internal bool HasTag(string key) => Tags.Any(tag => tag.Key == key);

    /// <summary>The value of a tag; <see langword="null"/> when there is none.</summary>
    internal object? Tag(string key) => Tags.FirstOrDefault(tag => tag.Key == key).Value;

    internal static SpanView Of(Activity activity) => new()
    {
        Name = activity.DisplayName,
        TraceId = activity.TraceId.ToHexString(),
        SpanId = activity.SpanId.ToHexString(),
        ParentId = activity.ParentSpanId == default ? null : activity.ParentSpanId.ToHexString(),
        Start = new DateTimeOffset(activity.StartTimeUtc, TimeSpan.Zero),
        Duration = activity.Duration,
        Tags = [.. activity.TagObjects],
        Events = [.. activity.Events.Select(entry => new EventView(entry.Name, entry.Timestamp, [.. entry.Tags]))],
        Links = [.. activity.Links.Select(LinkView.Of)],
        Kind = activity.Kind,
        Status = activity.Status,
        Activity = activity,
    };
}
