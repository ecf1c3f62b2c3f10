using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Shim.Properties;

/// <summary>A listener whose next sampling decision is the program's, and which tells what was started last.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivityListener? _listener;

    internal Listening(bool anybody = true)
    {
        if (!anybody) return;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpenTracingShim.ActivitySourceName || source == Some.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => Next,
            ActivityStarted = activity => LastStarted = activity,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal ActivitySamplingResult Next { get; set; } = ActivitySamplingResult.AllDataAndRecorded;

    internal Activity? LastStarted { get; set; }

    public void Dispose() => _listener?.Dispose();
}
