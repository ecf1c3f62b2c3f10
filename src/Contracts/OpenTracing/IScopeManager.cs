namespace OpenTracing;

/// <summary>Keeps track of the scope that is active in the current flow of execution.</summary>
public interface IScopeManager
{
    /// <summary>Gets the active scope, or <see langword="null"/> when nothing is active.</summary>
    IScope Active { get; }

    /// <summary>Makes a span the active one.</summary>
    /// <param name="span">The span to activate.</param>
    /// <param name="finishSpanOnDispose">Whether disposing the scope also finishes the span.</param>
    /// <returns>The scope whose disposal ends the activation.</returns>
    IScope Activate(ISpan span, bool finishSpanOnDispose);
}
