using OpenTracing.Propagation;

namespace OpenTracing;

/// <summary>Creates spans and carries their contexts across process borders.</summary>
public interface ITracer
{
    /// <summary>Gets the span of the active scope, or <see langword="null"/> when nothing is active.</summary>
    ISpan ActiveSpan { get; }

    /// <summary>Gets the scope manager in use; never <see langword="null"/>, though it may do nothing.</summary>
    IScopeManager ScopeManager { get; }

    /// <summary>Begins the description of a new span.</summary>
    /// <param name="operationName">The name of the work the span stands for.</param>
    /// <returns>A builder that starts the span.</returns>
    ISpanBuilder BuildSpan(string operationName);

    /// <summary>Reads a span context from a carrier.</summary>
    /// <typeparam name="TCarrier">The kind of carrier the format works with.</typeparam>
    /// <param name="format">How the context is written in the carrier.</param>
    /// <param name="carrier">The carrier to read.</param>
    /// <returns>The context read, or <see langword="null"/> when the carrier holds none.</returns>
    /// <exception cref="ArgumentException">The carrier is corrupt, or the format is not supported.</exception>
    ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier);

    /// <summary>Writes a span context into a carrier.</summary>
    /// <typeparam name="TCarrier">The kind of carrier the format works with.</typeparam>
    /// <param name="spanContext">The context to write.</param>
    /// <param name="format">How to write it.</param>
    /// <param name="carrier">The carrier that receives the context.</param>
    void Inject<TCarrier>(ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier);
}
