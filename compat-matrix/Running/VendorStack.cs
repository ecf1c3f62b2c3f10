using System.Collections.Concurrent;
using System.Diagnostics;

namespace Segue.CompatMatrix.Running;

/// <summary>A vendor's listener that keeps an ambient stack of its own, and the parent that it believes each span has.</summary>
internal sealed class VendorStack
{
    private readonly AsyncLocal<Entry?> _top = new();
    private readonly ConcurrentDictionary<string, string> _parents = new();

    internal VendorStack() => Listener = new ActivityListener
    {
        ShouldListenTo = static source => source.Name is "opentracing-shim" or "Matrix.Native",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStarted = Push,
        ActivityStopped = Pop,
    };

    internal ActivityListener Listener { get; }

    /// <summary>The parent that the vendor would record; <c>none</c> for a root.</summary>
    internal string ParentOf(string name) => _parents.GetValueOrDefault(name, "never seen");

    private void Push(Activity activity)
    {
        _parents[activity.OperationName] = _top.Value?.Activity.OperationName ?? "none";
        _top.Value = new Entry(activity, _top.Value);
    }

    private void Pop(Activity activity)
    {
        if (ReferenceEquals(_top.Value?.Activity, activity)) _top.Value = _top.Value.Outer;
    }

    private sealed record Entry(Activity Activity, Entry? Outer);
}
