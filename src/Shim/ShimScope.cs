using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue.Shim;

/// <summary>One activation of a span of the shim, or of none.</summary>
/// <remarks>Few callers ask a scope for its span, so one that is recorded and has no baggage is made when it is asked for.</remarks>
internal sealed class ShimScope : AmbientScope, OpenTracing.IScope
{
    // Stands for a span that nobody had asked for when the scope finished it.
    private static readonly ShimSpan _finishedUnseen = new(null, new GivenContext(default, default));

    private ShimSpan? _span;

    internal ShimScope(ShimSpan? span, bool finishOnDispose)
        : base(span?.Activity, finishOnDispose) => _span = span;

    /// <summary>Over a new span without baggage.</summary>
    internal ShimScope(Activity started, bool finishOnDispose)
        : base(started, finishOnDispose)
    {
    }

    public OpenTracing.ISpan Span => _span is { } span && !ReferenceEquals(span, _finishedUnseen) ? span : MakeSpan()!;

    public override ActivityContext SpanContext => Activity is { } activity ? LocalTrace.IdentityOf(activity) : _span?.Identity ?? default;

    public override Baggage Baggage => _span?.Baggage ?? default;

    public override bool HasSpan => Activity is not null || _span is not null;

    public override bool TakesActivityBaggage => _span is not { HasRemovedBaggage: true };

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + (Span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    protected override Activity? FinishSpan()
    {
        if (Activity is { } activity && _span is null && Interlocked.CompareExchange(ref _span, _finishedUnseen, null) is null)
            return activity.IsStopped ? null : activity;
        return ReferenceEquals(_span, _finishedUnseen) ? null : _span?.MarkFinished();
    }

    private ShimSpan? MakeSpan()
    {
        if (Activity is not { } activity) return null;
        while (true)
        {
            var seen = _span;
            if (seen is not null && !ReferenceEquals(seen, _finishedUnseen)) return seen;
            var made = new ShimSpan(activity, null);
            if (seen is not null) made.MarkFinished();
            if (ReferenceEquals(Interlocked.CompareExchange(ref _span, made, seen), seen)) return made;
        }
    }
}
