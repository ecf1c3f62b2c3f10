namespace Segue.Shim;

/// <summary>Starts a span where nothing that it changes of the flow stays changed, and hands it over.</summary>
internal sealed class DetachedStart(ShimSpanBuilder builder)
{
    internal static readonly ContextCallback Run = static state => ((DetachedStart)state!).Start();

    internal ShimSpan? Span { get; private set; }

    private void Start() => Span = builder.StartHere();
}
