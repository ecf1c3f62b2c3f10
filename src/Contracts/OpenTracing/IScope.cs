namespace OpenTracing;

/// <summary>Represents the period during which a span is the active one.</summary>
/// <remarks>Disposing ends the period; whether the span is finished too was decided at activation.</remarks>
public interface IScope : IDisposable
{
    /// <summary>Gets the span that this scope made active.</summary>
    ISpan Span { get; }
}
