using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Segue.TestKit;

/// <summary>Collects what Segue says of itself while a test runs.</summary>
public sealed class SelfLog : EventListener
{
    private readonly ConcurrentQueue<string> _written = new();

    public IReadOnlyList<string> Written => [.. _written];

    /// <summary>Ends a test that asserts on what was said, where nothing that is said can be heard.</summary>
    public static void Require()
    {
        if (Type.GetType("Mono.Runtime") is not null) Assert.Inconclusive("Mono's event sources reach no listener.");
    }

    public int Count(string eventName) => _written.Count(line => line.StartsWith(eventName + ":", StringComparison.Ordinal));

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Segue") EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        _written?.Enqueue(eventData.EventName + ": " + string.Join(" | ", eventData.Payload ?? new([])));
}
