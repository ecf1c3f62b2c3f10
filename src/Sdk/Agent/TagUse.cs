namespace Segue.Agent;

/// <summary>What a tag of a span is to the encoder, by its name.</summary>
internal enum TagUse
{
    /// <summary>Nothing but one of the span's tags.</summary>
    Plain,

    /// <summary>One of the span's tags that says more besides.</summary>
    Noted,

    /// <summary>Part of the span itself, or written where those of the process are, and not among the others.</summary>
    Elsewhere,
}
