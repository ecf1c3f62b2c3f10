using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue.Shim;

/// <summary>One activation of a span of the shim, or of none.</summary>
internal sealed class ShimScope : AmbientScope, OpenTracing.IScope
{
    // The last scope that this thread found active, and the execution context that it was found in. That context never changes, so while it is
    // the thread's, so are all async-locals. Where each capture makes a new one (.NET Framework) there is nothing to compare.
    [ThreadStatic]
    private static ShimScope? _recent;
    [ThreadStatic]
    private static ExecutionContext? _recentContext;
    private static readonly bool _isContextKept = Environment.Version.Major >= 5;

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
    internal static OpenTracing.ISpan? RecentSpan()
    {
        if (!_isContextKept) return null;
        var context = ExecutionContext.Capture();
        if (context is not null && ReferenceEquals(context, _recentContext) && _recent is { IsClosed: false, _span: { Activity.IsStopped: false } span }) return span;
        if (AmbientSpan.Active is not ShimScope { _span.Activity: { IsStopped: false } current } active || !ReferenceEquals(current, Activity.Current)) return null;
        _recent = active;
        _recentContext = context;
        return active._span;
    }

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + (_span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    protected override Activity? FinishSpan() => _span?.MarkFinished();
}
