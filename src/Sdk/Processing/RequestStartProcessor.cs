using System.Diagnostics;
using OpenTelemetry;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue.Processing;

/// <summary>Gives a web host's span the links that its request's headers asked for, and notices a host that reads headers with another propagator.</summary>
/// <remarks>
/// <para>A host reads the headers and starts the span right after that, on the same thread.</para>
/// </remarks>
internal sealed class RequestStartProcessor : BaseProcessor<Activity>
{
    private const string RequestName = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private bool _isSaid;

    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.Kind != ActivityKind.Server || data.OperationName != RequestName) return;
        if (HttpPropagator.TryTakeLinks(out var links))
        {
            foreach (var link in links) data.AddLink(link);
        }

        if (_isSaid || DistributedContextPropagator.Current is not HttpPropagator { HasRead: false }) return;
        _isSaid = true;
        Misuse.Report("web_host_propagator", "A web host reads headers with another propagator than the one installed, which it may have found when its builder was made; start tracing before that, or add Segue to its services.");
    }
}
