using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue.Shim;

/// <summary>One activation of a span of the shim, or of none.</summary>
/// <remarks>Few callers ask a scope for its span, so one that is recorded and has no baggage is made when it is asked for.</remarks>
internal sealed class ShimScope : AmbientScope, OpenTracing.IScope
{
    private ShimSpan? _span;

    internal ShimScope(ShimSpan? span, bool finishOnDispose)
        : base(span?.Activity, finishOnDispose) => _span = span;

    /// <summary>Over a new span without baggage.</summary>
    internal ShimScope(Activity started, bool finishOnDispose)
        : base(started, finishOnDispose)
    {
    }

    public OpenTracing.ISpan Span => _span ?? MakeSpan()!;

    public override ActivityContext SpanContext => Activity is { } activity ? LocalTrace.IdentityOf(activity) : _span?.Identity ?? default;

    public override Baggage Baggage => _span?.ShimContext.Baggage ?? default;

    public override bool HasSpan => Activity is not null || _span is not null;

    public override bool TakesActivityBaggage => _span is not { HasRemovedBaggage: true };

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + (Span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    // Once the scope is closed only a late span is made, which is not there to be finished.
    protected override Activity? FinishSpan() =>
        _span is { IsLate: false } span ? span.MarkFinished() : Activity is { IsStopped: false } activity ? activity : null;

    private ShimSpan? MakeSpan()
    {
        if (Activity is not { } activity) return null;
        if (!TryPin())
        {
            var late = FinishOnClose ? new ShimSpan(activity) : new ShimSpan(activity, null);
            return Interlocked.CompareExchange(ref _span, late, null) ?? late;
        }

        try
        {
            return _span ??= new ShimSpan(activity, null);
        }
        finally
        {
            Unpin();
        }
    }
}
