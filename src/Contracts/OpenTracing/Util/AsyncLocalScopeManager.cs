namespace OpenTracing.Util;

/// <summary>Keeps the active scope in the execution context, so that it follows asynchronous calls.</summary>
/// <remarks>
/// <para>Each manager has its own slot. A scope activated in a callee is not seen by the caller once an asynchronous call returns.</para>
/// </remarks>
public class AsyncLocalScopeManager : IScopeManager
{
    private readonly AsyncLocal<IScope> _active = new();

    /// <summary>Gets or sets the scope that is active in this execution context.</summary>
    /// <value>The scope, or <see langword="null"/> when nothing is active. Setting it neither finishes nor disposes anything.</value>
    public IScope Active
    {
        get => _active.Value;
        set => _active.Value = value;
    }

    /// <summary>Makes a span the active one.</summary>
    /// <param name="span">The span to activate; <see langword="null"/> is accepted and gives a scope without a span.</param>
    /// <param name="finishSpanOnDispose">Whether disposing the scope also finishes the span.</param>
    /// <returns>The scope whose disposal ends the activation.</returns>
    public IScope Activate(ISpan span, bool finishSpanOnDispose) => new AsyncLocalScope(this, span, finishSpanOnDispose);
}
