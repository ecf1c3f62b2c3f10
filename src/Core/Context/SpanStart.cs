using System.Diagnostics;

namespace Segue.Context;

/// <summary>What a new span is started with; lives on the stack of the caller.</summary>
public readonly struct SpanStart
{
    /// <summary>Creates the description of a span.</summary>
    /// <param name="name">Operation name; never <see langword="null"/>.</param>
    /// <param name="mode">Where the parent comes from.</param>
    /// <param name="parent">The parent for <see cref="ParentMode.Explicit"/>; an invalid one makes a root.</param>
    /// <param name="kind">Role of the span in a remote call.</param>
    /// <param name="tags">Initial tags, seen by samplers; keys must be unique.</param>
    /// <param name="links">Links, seen by samplers.</param>
    /// <param name="startTime">Start in UTC; <c>default</c> is now.</param>
    public SpanStart(
        string name,
        ParentMode mode = ParentMode.Ambient,
        ActivityContext parent = default,
        ActivityKind kind = ActivityKind.Internal,
        IEnumerable<KeyValuePair<string, object?>>? tags = null,
        IEnumerable<ActivityLink>? links = null,
        DateTimeOffset startTime = default)
    {
        Name = name;
        Mode = mode == ParentMode.Explicit && !IsValid(parent) ? ParentMode.Root : mode;
        Parent = parent;
        Kind = kind;
        Tags = tags;
        Links = links;
        StartTime = startTime;
    }

    /// <summary>Operation name.</summary>
    public string Name { get; }

    /// <summary>Where the parent comes from.</summary>
    public ParentMode Mode { get; }

    /// <summary>The parent, if <see cref="Mode"/> is <see cref="ParentMode.Explicit"/>.</summary>
    public ActivityContext Parent { get; }

    /// <summary>Role of the span in a remote call.</summary>
    public ActivityKind Kind { get; }

    /// <summary>Initial tags.</summary>
    public IEnumerable<KeyValuePair<string, object?>>? Tags { get; }

    /// <summary>Links.</summary>
    public IEnumerable<ActivityLink>? Links { get; }

    /// <summary>Start in UTC; <c>default</c> is now.</summary>
    public DateTimeOffset StartTime { get; }

    // A valid trace id with a zero span id continues the trace without a parent, so the trace id alone decides.
    internal static bool IsValid(in ActivityContext context) => context.TraceId != default;
}
