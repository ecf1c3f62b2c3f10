using OpenTracing.Propagation;

namespace OpenTracing.Noop;

/// <summary>Accepts every call and records nothing.</summary>
public sealed class NoopTracer : ITracer
{
    internal static readonly NoopTracer Instance = new();

    private NoopTracer()
    {
    }

    /// <summary>Gets <see langword="null"/>: nothing is ever active.</summary>
    public ISpan ActiveSpan => null;

    /// <inheritdoc/>
    public IScopeManager ScopeManager => NoopScopeManager.Instance;

    /// <inheritdoc/>
    public ISpanBuilder BuildSpan(string operationName) => NoopSpanBuilder.Instance;

    /// <summary>Reads nothing.</summary>
    /// <typeparam name="TCarrier">The kind of carrier.</typeparam>
    /// <param name="format">Not used.</param>
    /// <param name="carrier">Not used.</param>
    /// <returns>The empty context, which is not <see langword="null"/>.</returns>
    public ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier) => NoopSpanContext.Instance;

    /// <inheritdoc/>
    public void Inject<TCarrier>(ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(NoopTracer);
}
