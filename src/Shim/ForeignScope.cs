namespace Segue.Shim;

/// <summary>Shows what another API made active; disposing it does nothing, since it opened nothing.</summary>
internal sealed class ForeignScope(ShimSpan span) : OpenTracing.IScope
{
    public OpenTracing.ISpan Span => span;

    public void Dispose()
    {
    }

    public override string ToString() => "Scope(" + span + ", of another API)";
}
