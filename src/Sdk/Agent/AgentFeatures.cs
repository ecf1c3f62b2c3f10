using Segue.Sampling;

namespace Segue.Agent;

/// <summary>What a trace agent says of itself under <c>/info</c>.</summary>
internal sealed class AgentFeatures
{
    internal static AgentFeatures None { get; } = new();

    /// <summary>Whether it reads the events of a span as <c>span_events</c>; otherwise they go as JSON into the metadata.</summary>
    internal bool SpanEvents { get; private init; }

    internal static AgentFeatures Read(string? json) =>
        json is not null && JsonReading.TryRead(json, out var value) && value is Dictionary<string, object?> members && members.TryGetValue("span_events", out var events) && events is true
            ? new AgentFeatures { SpanEvents = true }
            : None;
}
