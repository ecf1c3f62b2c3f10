using System.Diagnostics;
using OpenTelemetry.Context.Propagation;

namespace Segue.Propagation;

/// <summary>What several header formats said together: the context to go on with, and links to what else they named.</summary>
/// <param name="context">The context and the baggage; default where nothing was found or the trace restarts.</param>
/// <param name="links">Links for the local root; <see langword="null"/> where there are none, which is the usual case.</param>
public readonly struct Extracted(PropagationContext context, IReadOnlyList<ActivityLink>? links)
{
    /// <summary>The context to continue, and the baggage.</summary>
    public PropagationContext Context { get; } = context;

    /// <summary>Links for the local root: contexts of other traces, or the one that was restarted; <see langword="null"/> where there are none.</summary>
    public IReadOnlyList<ActivityLink>? Links { get; } = links;
}
