namespace Segue;

/// <summary>One activation of a span; disposing it gives the flow back what was active before.</summary>
public interface IScope : IDisposable
{
    /// <summary>The activated span.</summary>
    ISpan Span { get; }

    /// <summary>Restores what was active before and, unless <see cref="SpanCreationSettings.FinishOnClose"/> says no, finishes the span. Does nothing the second time.</summary>
    void Close();
}
