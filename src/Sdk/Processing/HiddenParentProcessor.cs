using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>Counts recorded spans whose parent is an Activity that nobody records, so that a trace which looks torn is no riddle.</summary>
/// <remarks>
/// <para>Spans of the shim and the native API never have one. A plain <see cref="ActivitySource"/> takes what is current for its parent, which can't be changed from outside.</para>
/// </remarks>
internal sealed class HiddenParentProcessor : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.Parent is { } parent && HiddenActivity.IsHidden(parent))
            Misuse.Report("hidden_parent", "A span of a plain ActivitySource has a parent that is not recorded, e.g. one of ASP.NET Core's with FrameworkSpans.Off; record those, or start the span by OpenTracing or the native API.");
    }
}
