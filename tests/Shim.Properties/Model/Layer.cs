namespace Segue.Shim.Properties.Model;

/// <summary>One thing that was made current in a flow. Forked flows share what lies below, so a flow is no more than its top layer.</summary>
/// <remarks>What is current and active is not stored: it follows from the layers and from what was finished and disposed since.</remarks>
internal sealed class Layer(Layer? below, ModelSpan? span, bool isNative)
{
    // No recorded span that ran when the scope was opened.
    private readonly bool _isLight = span is not { IsRunning: true };
    private ModelSpan? _taken = span is { IsRunning: true } ? span : CurrentOf(below);

    internal Layer? Below { get; } = below;

    internal ModelSpan? Span { get; } = span;

    /// <summary>Started by code that knows nothing of scopes.</summary>
    internal bool IsNative { get; } = isNative;

    internal bool IsDisposed { get; set; }

    internal bool FinishOnDispose { get; init; }

    internal OpenTracing.IScope? Scope { get; set; }

    /// <summary>What has to be current: the span of the innermost layer that is neither stopped nor disposed.</summary>
    /// <param name="top">The top of a flow.</param>
    /// <param name="isSeen">Whether the flow looks, and with that takes what it finds.</param>
    internal static ModelSpan? CurrentOf(Layer? top, bool isSeen = false)
    {
        if (top is null) return null;
        if (top.IsNative) return top.Span!.IsRunning ? top.Span : CurrentOf(top.Below, isSeen);
        if (top.IsDisposed) return CurrentOf(top.Below, isSeen);
        if (top._taken is { IsRunning: true }) return top._taken;
        // Ruling 3 and 18: a span that is not recorded, or none, leaves what is current alone; so does activating a finished one.
        // Ruling 14: finished in an open scope gives the nearest running ancestor, or what runs around the scope.
        var instead = (top._isLight ? null : top.Span!.NearestRunning()) ?? CurrentOf(top.Below, isSeen);
        // Ruling 14: what is current is left alone when a scope further out, that it belongs to, is disposed without finishing it.
        if (isSeen) top._taken = instead;
        return instead;
    }

    /// <summary>The innermost layer that is still there: an undisposed scope, finished or not, or a running native span.</summary>
    internal static Layer? ActiveOf(Layer? top)
    {
        while (top is not null && (top.IsNative ? !top.Span!.IsRunning : top.IsDisposed)) top = top.Below;
        return top;
    }

    internal static Layer? InnermostScopeOf(Layer? top)
    {
        while (top is not null && (top.IsNative || top.IsDisposed)) top = top.Below;
        return top;
    }

    /// <summary>Ruling 1 and 14: the span of the active scope, finished or not, else what is current.</summary>
    internal static ModelSpan? ImplicitParentOf(Layer? top)
    {
        var active = ActiveOf(top);
        return active?.Span is { } span ? span.Identity : CurrentOf(top)?.Identity;
    }

    internal static bool Contains(Layer? top, Layer layer)
    {
        while (top is not null && top != layer) top = top.Below;
        return top is not null;
    }

    internal static bool Contains(Layer? top, ModelSpan span)
    {
        while (top is not null && top.Span != span) top = top.Below;
        return top is not null;
    }

    internal static bool HasDisposed(Layer? top)
    {
        while (top is { IsDisposed: false }) top = top.Below;
        return top is not null;
    }
}
