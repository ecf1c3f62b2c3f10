namespace Segue.Agent;

/// <summary>Encoded chunks that are sent in one request.</summary>
internal sealed class Payload
{
    internal PayloadBuffer Buffer { get; } = new();

    internal int Chunks { get; set; }

    internal int Spans { get; set; }

    /// <summary>When its first chunk was written.</summary>
    internal TimeSpan BegunAt { get; set; }
}
