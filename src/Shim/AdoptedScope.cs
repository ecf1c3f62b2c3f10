using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>One activation of a span that is not the shim's own: another tracer's, or a decorator of any.</summary>
internal sealed class AdoptedScope : AmbientScope, OpenTracing.IScope
{
    private readonly OpenTracing.ISpan _span;
    private readonly ShimSpanContext? _context;

    private AdoptedScope(OpenTracing.ISpan span, ShimSpanContext? context, bool finishOnDispose)
        : base(context?.Activity, finishOnDispose)
    {
        _span = span;
        _context = context;
    }

    public OpenTracing.ISpan Span => _span;

    public override ActivityContext SpanContext => _context?.Identity ?? default;

    public override Baggage Baggage => (_context?.Activity is null ? _context : ReadContext(_span))?.Baggage ?? default;

    internal static AdoptedScope Of(OpenTracing.ISpan span, bool finishOnDispose) => new(span, ReadContext(span), finishOnDispose);

    public void Dispose() => AmbientSpan.Close(this);

    public override string ToString() => "Scope(" + _span + (IsClosed ? ", closed)" : ")");

    protected override Activity? FinishSpan()
    {
        try
        {
            _span.Finish();
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Finishing a foreign span", e.Message);
        }

        return null;
    }

    // A decorator of one of ours shows that one's context, and with it its Activity and its present baggage.
    private static ShimSpanContext? ReadContext(OpenTracing.ISpan span)
    {
        try
        {
            return ShimSpanContext.From(span.Context);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Reading a foreign span", e.Message);
            return null;
        }
    }
}
