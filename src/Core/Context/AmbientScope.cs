using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>One activation of a span in a flow; the base of every API's scope, so that they nest in one another.</summary>
/// <remarks>
/// <para>Threads and cost: opened and closed by <see cref="AmbientSpan"/>; closing is safe from any thread and flow, any number of times.</para>
/// </remarks>
public abstract class AmbientScope
{
    // Written by AmbientSpan and AmbientBaggage only.
    internal AmbientScope? Outer;
    internal Activity? Before;
    internal Activity? Expected;
    internal IReadOnlyDictionary<string, string>? KnownBaggage;
    internal object? OuterBaggageHolder;
    internal bool OwnsBaggageHolder;
    internal int Closed;

    /// <summary>The activated span as recorded; <see langword="null"/> when it is not recorded, or when no span was activated.</summary>
    public abstract Activity? Activity { get; }

    /// <summary>Identity that children of the activated span are parented on; invalid for a root that is not recorded.</summary>
    public abstract ActivityContext SpanContext { get; }

    /// <summary>Baggage of the activated span.</summary>
    public abstract Baggage Baggage { get; }

    /// <summary>Whether the scope has been closed, by any flow.</summary>
    public bool IsClosed => Volatile.Read(ref Closed) != 0;

    /// <summary>Finishes the activated span; called by <see cref="AmbientSpan.Close"/> when it is asked to.</summary>
    protected internal abstract void FinishSpan();
}
