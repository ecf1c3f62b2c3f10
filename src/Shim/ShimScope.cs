using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>One activation of an OpenTracing span: ours, another tracer's, a decorator of either, or none.</summary>
internal sealed class ShimScope : AmbientScope, OpenTracing.IScope
{
    private readonly OpenTracing.ISpan? _span;
    private readonly bool _finishOnDispose;

    internal ShimScope(OpenTracing.ISpan? span, bool finishOnDispose)
    {
        _span = span;
        _finishOnDispose = finishOnDispose;
    }

    public OpenTracing.ISpan Span => _span!;

    public override Activity? Activity => _span is ShimSpan span ? span.Activity : Context?.Activity;

    public override ActivityContext SpanContext => _span is ShimSpan { Activity: { } activity } ? activity.Context : Context?.Identity ?? default;

    public override Baggage Baggage => Context?.Baggage ?? default;

    private ShimSpanContext? Context => _span is ShimSpan span ? span.ShimContext : ForeignContext();

    public void Dispose() => AmbientSpan.Close(this, _finishOnDispose);

    public override string ToString() => "Scope(" + (_span?.ToString() ?? "no span") + (IsClosed ? ", closed)" : ")");

    protected override void FinishSpan()
    {
        try
        {
            _span?.Finish();
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Finishing a foreign span", e.Message);
        }
    }

    private ShimSpanContext? ForeignContext()
    {
        try
        {
            return _span is null ? null : ShimSpanContext.From(_span.Context);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Reading a foreign span", e.Message);
            return null;
        }
    }
}
