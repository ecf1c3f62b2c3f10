namespace Segue.Propagation;

/// <summary>What becomes of a trace that arrives in headers.</summary>
public enum ExtractBehavior
{
    /// <summary>The arriving trace goes on.</summary>
    Continue,

    /// <summary>A new trace begins, linked to the arriving one; baggage is kept.</summary>
    Restart,

    /// <summary>A new trace begins; nothing of what arrives is kept, baggage neither.</summary>
    Ignore,
}
