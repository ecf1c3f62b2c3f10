using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Segue.CompatMatrix.Subjects;

/// <summary>Keeps what a provider would hand to an exporter.</summary>
internal sealed class FinishedActivities : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _finished = new();

    internal IReadOnlyList<SpanView> Views => [.. _finished.Select(SpanView.Of)];

    public override void OnEnd(Activity data) => _finished.Enqueue(data);
}
