using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>What was ambient in a flow at one moment, read once for everything that starting a span asks of it.</summary>
/// <remarks>
/// <para>Threads and cost: two async-local reads to make, or three where nothing that was started here is current; none to use; lives on the stack of the flow that it was captured in.</para>
/// </remarks>
public readonly ref struct AmbientFlow
{
    internal AmbientFlow(Activity? current, AmbientScope? innermost, AmbientScope? active, Baggage baggage)
    {
        Current = current;
        Innermost = innermost;
        Active = active;
        Baggage = baggage;
    }

    /// <summary>The current Activity; a stopped one only where nothing around it runs.</summary>
    public Activity? Current { get; }

    /// <summary>The active scope; <see langword="null"/> when none is, or when an Activity that no scope opened is current.</summary>
    public AmbientScope? Active { get; }

    internal AmbientScope? Innermost { get; }

    internal Baggage Baggage { get; }
}
