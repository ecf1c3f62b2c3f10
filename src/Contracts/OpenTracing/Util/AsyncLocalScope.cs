namespace OpenTracing.Util;

/// <summary>Holds a span active in an <see cref="AsyncLocalScopeManager"/>.</summary>
public class AsyncLocalScope : IScope
{
    private readonly AsyncLocalScopeManager _scopeManager;
    private readonly bool _finishOnDispose;
    private readonly IScope _previous;

    /// <summary>Makes a span active and remembers the scope that was active before.</summary>
    /// <param name="scopeManager">The manager in which the span becomes active.</param>
    /// <param name="wrappedSpan">The span to activate.</param>
    /// <param name="finishOnDispose">Whether <see cref="Dispose"/> also finishes the span.</param>
    public AsyncLocalScope(AsyncLocalScopeManager scopeManager, ISpan wrappedSpan, bool finishOnDispose)
    {
        _scopeManager = scopeManager;
        _finishOnDispose = finishOnDispose;
        _previous = scopeManager.Active;
        Span = wrappedSpan;
        scopeManager.Active = this;
    }

    /// <inheritdoc/>
    public ISpan Span { get; }

    /// <summary>Ends the activation and restores the scope that was active before.</summary>
    /// <remarks>
    /// <para>Does nothing while another scope is active: a second call, or one out of order, neither finishes nor restores.</para>
    /// <para>Errors: an exception from finishing the span passes through and leaves this scope active.</para>
    /// </remarks>
    public void Dispose()
    {
        if (_scopeManager.Active != this)
            return;

        if (_finishOnDispose)
            Span.Finish();

        _scopeManager.Active = _previous;
    }
}
