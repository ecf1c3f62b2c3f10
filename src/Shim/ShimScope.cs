using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue.Shim;

/// <summary>One activation of a span of the shim, or of none.</summary>
internal sealed class ShimScope : AmbientScope, OpenTracing.IScope
{
    // The last scope that this thread found active. It is believed only while its Activity is the current one and that alone tells which span is
    // active: not once the span was activated again, or a span without an Activity was over it, in whichever flow.
    [ThreadStatic]
    private static ShimScope? _recent;

    private readonly ShimSpan? _span;

    internal ShimScope(ShimSpan? span, bool finishOnDispose)
        : base(finishOnDispose) => _span = span;

    public OpenTracing.ISpan Span => _span!;

    public override Activity? Activity => _span?.Activity;

    public override ActivityContext SpanContext => _span?.Identity ?? default;

    public override Baggage Baggage => _span?.Baggage ?? default;

    public override bool HasSpan => _span is not null;

    public override bool TakesActivityBaggage => _span is not { HasRemovedBaggage: true };

    /// <summary>The active span without a look at the flow; <see langword="null"/> where that look is needed.</summary>
    internal static OpenTracing.ISpan? RecentSpan(Activity? current)
    {
        if (current is null or { IsStopped: true }) return null;
        var recent = _recent;
        if (recent is { IsClosed: false, _span: { NeedsFlow: false } span } && ReferenceEquals(span.Activity, current)) return span;
        if (AmbientSpan.Active is not ShimScope { _span: not null } active) return null;
        _recent = active;
        return active._span;
    }

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + (_span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    protected override void OnShadowed()
    {
        if (_span is not null) _span.NeedsFlow = true;
    }

    protected override Activity? FinishSpan() => _span?.MarkFinished();
}
