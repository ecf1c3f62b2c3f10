using Segue.Processing;

namespace Segue.Agent;

/// <summary>What holds for all spans of a chunk.</summary>
/// <param name="priority">The decision in force when the chunk leaves.</param>
/// <param name="traceState">The tracestate in force.</param>
/// <param name="keptBy">For each span the rule that keeps it although its trace was dropped; empty when there is none for any.</param>
internal readonly ref struct ChunkFacts(SamplingPriority priority, string? traceState, ReadOnlySpan<SpanRule?> keptBy)
{
    internal SamplingPriority Priority { get; } = priority;

    internal string? TraceState { get; } = traceState;

    internal ReadOnlySpan<SpanRule?> KeptBy { get; } = keptBy;
}
