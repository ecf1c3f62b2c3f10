using OpenTracing.Propagation;

namespace OpenTracing.Mock;

/// <summary>Writes and reads contexts on behalf of a <see cref="MockTracer"/>.</summary>
public interface IPropagator
{
    /// <summary>Reads a context from a carrier.</summary>
    /// <typeparam name="TCarrier">The kind of carrier.</typeparam>
    /// <param name="format">The format the caller asked for.</param>
    /// <param name="carrier">The carrier to read.</param>
    /// <returns>The context read, or <see langword="null"/> when the carrier holds none.</returns>
    MockSpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier);

    /// <summary>Writes a context into a carrier.</summary>
    /// <typeparam name="TCarrier">The kind of carrier.</typeparam>
    /// <param name="context">The context to write.</param>
    /// <param name="format">The format the caller asked for.</param>
    /// <param name="carrier">The carrier that receives the context.</param>
    void Inject<TCarrier>(MockSpanContext context, IFormat<TCarrier> format, TCarrier carrier);
}
