namespace OpenTracing;

/// <summary>Names the ways in which a new span can refer to an existing one.</summary>
/// <remarks>The values are compiled into callers and never change.</remarks>
public static class References
{
    /// <summary>The span referred to is the parent and usually waits for the new span.</summary>
    public const string ChildOf = "child_of";

    /// <summary>The span referred to caused the new span but does not wait for it.</summary>
    public const string FollowsFrom = "follows_from";
}
