using OpenTelemetry.Context.Propagation;

namespace Segue.Propagation;

/// <summary>One propagator for each style, called by its own type: calling a generic method of the base class looks it up each time.</summary>
internal sealed class StylePropagators
{
    private readonly SegueTraceContextPropagator _traceContext = new();
    private readonly BaggagePropagator _baggage = new();
    private readonly DatadogPropagator _datadog = new();
    private readonly B3Propagator _b3 = new();
    private readonly B3MultiPropagator _b3Multi = new();
    private readonly JaegerPropagator _jaeger = new();
    private readonly OtTracerPropagator _otTracer = new();

    internal ISet<string> FieldsOf(PropagationStyle style) => style switch
    {
        PropagationStyle.TraceContext => _traceContext.Fields,
        PropagationStyle.Baggage => _baggage.Fields,
        PropagationStyle.Datadog => _datadog.Fields,
        PropagationStyle.B3 => _b3.Fields,
        PropagationStyle.B3Multi => _b3Multi.Fields,
        PropagationStyle.Jaeger => _jaeger.Fields,
        _ => _otTracer.Fields,
    };

    internal PropagationContext Extract<T>(PropagationStyle style, PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => style switch
    {
        PropagationStyle.TraceContext => _traceContext.Extract(context, carrier, getter),
        PropagationStyle.Baggage => _baggage.Extract(context, carrier, getter),
        PropagationStyle.Datadog => _datadog.Extract(context, carrier, getter),
        PropagationStyle.B3 => _b3.Extract(context, carrier, getter),
        PropagationStyle.B3Multi => _b3Multi.Extract(context, carrier, getter),
        PropagationStyle.Jaeger => _jaeger.Extract(context, carrier, getter),
        _ => _otTracer.Extract(context, carrier, getter),
    };

    internal void Inject<T>(PropagationStyle style, PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        switch (style)
        {
            case PropagationStyle.TraceContext: SegueTraceContextPropagator.Write(context, carrier, setter); break;
            case PropagationStyle.Baggage: _baggage.Inject(context, carrier, setter); break;
            case PropagationStyle.Datadog: _datadog.Write(context, carrier, setter); break;
            case PropagationStyle.B3: _b3.Write(context, carrier, setter); break;
            case PropagationStyle.B3Multi: _b3Multi.Write(context, carrier, setter); break;
            case PropagationStyle.Jaeger: _jaeger.Write(context, carrier, setter); break;
            default: _otTracer.Write(context, carrier, setter); break;
        }
    }
}
