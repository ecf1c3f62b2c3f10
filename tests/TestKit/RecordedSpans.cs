using System.Collections.Concurrent;
using System.Diagnostics;

namespace Segue.TestKit;

/// <summary>Listens to activity sources as a provider would and keeps what was started and stopped.</summary>
public sealed class RecordedSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _started = new();
    private readonly ConcurrentQueue<Activity> _finished = new();

    public RecordedSpans(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded, params string[] sources)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Length == 0
                ? source.Name is "opentracing-shim" or "Segue" or "Test.OpenTelemetry"
                : sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStarted = _started.Enqueue,
            ActivityStopped = _finished.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Started => [.. _started];

    public IReadOnlyList<Activity> Finished => [.. _finished];

    public Activity Single(string name) => _finished.Single(activity => activity.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
