using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue.Shim;

/// <summary>One activation of a span of the shim, or of none.</summary>
internal sealed class ShimScope : AmbientScope, OpenTracing.IScope
{
    private readonly ShimSpan? _span;

    internal ShimScope(ShimSpan? span, bool finishOnDispose)
        : base(span?.Activity, finishOnDispose) => _span = span;

    public OpenTracing.ISpan Span => _span!;

    public override ActivityContext SpanContext => _span?.Identity ?? default;

    public override Baggage Baggage => _span?.Baggage ?? default;

    public override bool HasSpan => _span is not null;

    public override bool TakesActivityBaggage => _span is not { HasRemovedBaggage: true };

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + (_span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    protected override Activity? FinishSpan() => _span?.MarkFinished();
}
