using System.Diagnostics;

namespace Segue;

/// <summary>What a span is started with, beyond its name.</summary>
public class SpanCreationSettings
{
    /// <summary>Start of the span.</summary>
    /// <value>To the tick; <see langword="null"/>, the default, is now.</value>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>Parent of the span.</summary>
    /// <value><see langword="null"/>, the default, is what is active; <see cref="SpanContext.None"/> forces a root.</value>
    public ISpanContext? Parent { get; set; }

    /// <summary>Whether closing the scope finishes the span.</summary>
    /// <value><see langword="null"/>, the default, does.</value>
    public bool? FinishOnClose { get; set; }

    /// <summary>Role of the span in a remote call.</summary>
    /// <value>Default <see cref="ActivityKind.Internal"/>.</value>
    public ActivityKind Kind { get; set; }

    /// <summary>Spans that this one is related to without being their child.</summary>
    /// <value>Default <see langword="null"/>.</value>
    public IEnumerable<ActivityLink>? Links { get; set; }
}
