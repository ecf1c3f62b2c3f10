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

    /// <summary>Over a new span without baggage, which is made when it is asked for.</summary>
    internal ShimScope(Activity started, bool finishOnDispose)
        : base(started, finishOnDispose)
    {
    }

    /// <summary>Over a new span that will be asked for.</summary>
    internal ShimScope(Activity started, ShimSpanContext? context, bool finishOnDispose)
        : base(started, finishOnDispose) => _span = finishOnDispose ? new ShimSpan(started, context, this) : new ShimSpan(started, context);

    public OpenTracing.ISpan Span => _span ?? MakeSpan()!;

    public override ActivityContext SpanContext => Activity is { } activity ? LocalTrace.IdentityOf(activity) : _span?.Identity ?? default;

    public override Baggage Baggage => _span?.ShimContext.Baggage ?? default;

    public override bool HasSpan => Activity is not null || _span is not null;

    public override bool TakesActivityBaggage => _span is not { HasRemovedBaggage: true };

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + (Span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    internal bool TryGiveFinish() => TryTakeFinish();

    // Once the scope is closed only a late span is made, which is not there to be finished.
    protected override Activity? FinishSpan()
    {
        if (_span is { IsLate: false } span && (!span.IsOwnedBy(this) || IsFinishTaken)) return span.MarkFinished();
        return Activity is { IsStopped: false } activity ? activity : null;
    }

    private ShimSpan? MakeSpan()
    {
        if (Activity is not { } activity) return null;
        var made = FinishOnClose ? new ShimSpan(activity, null, this) : new ShimSpan(activity, null);
        if (TryPin())
        {
            made = _span ??= made;
            Unpin();
            return made;
        }

        if (FinishOnClose) made = new ShimSpan(activity);
        return Interlocked.CompareExchange(ref _span, made, null) ?? made;
    }
}
