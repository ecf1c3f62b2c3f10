namespace Segue;

/// <summary>Shows what another API made active; closing it does nothing, since it opened nothing.</summary>
internal sealed class ForeignScope(NativeSpan span) : IScope
{
    public ISpan Span => span;

    public void Close()
    {
    }

    public void Dispose()
    {
    }
}
