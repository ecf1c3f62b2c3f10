namespace Segue.Context;

/// <summary>Where a new span takes its parent from.</summary>
public enum ParentMode
{
    /// <summary>From what is active in the calling flow, whichever API made it.</summary>
    Ambient,

    /// <summary>From the given context, whatever is active.</summary>
    Explicit,

    /// <summary>From nowhere: the span starts a trace.</summary>
    Root,
}
