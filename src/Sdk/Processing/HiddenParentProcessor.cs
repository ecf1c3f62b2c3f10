using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue.Processing;

/// <summary>Counts recorded spans whose parent is an Activity that nobody records, so that a trace which looks torn is no riddle.</summary>
/// <remarks>
/// <para>Spans of the shim and the native API never have one. A plain <see cref="ActivitySource"/> takes what is current for its parent, which can't be changed from outside.</para>
/// </remarks>
/// <param name="watch">Counts those of some sources before they start, since they may not; disposed with this. <see langword="null"/> where none are told apart.</param>
internal sealed class HiddenParentProcessor(PlainSourceWatch? watch) : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.Parent is { } parent && HiddenActivity.IsHidden(parent) && watch?.HasCounted(data.Source, parent) != true) PlainSourceWatch.Report();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) watch?.Dispose();
        base.Dispose(disposing);
    }
}
