namespace Segue.Propagation;

/// <summary>A wire format of trace context or baggage.</summary>
public enum PropagationStyle
{
    /// <summary>W3C Trace Context: <c>traceparent</c> and <c>tracestate</c>.</summary>
    TraceContext,

    /// <summary>W3C Baggage: <c>baggage</c>.</summary>
    Baggage,

    /// <summary>Datadog: <c>x-datadog-trace-id</c>, <c>-parent-id</c>, <c>-sampling-priority</c>, <c>-origin</c> and <c>-tags</c>.</summary>
    Datadog,

    /// <summary>B3 in one header: <c>b3</c>.</summary>
    B3,

    /// <summary>B3 in several headers: <c>x-b3-traceid</c>, <c>x-b3-spanid</c>, <c>x-b3-sampled</c> and <c>x-b3-flags</c>.</summary>
    B3Multi,

    /// <summary>Jaeger: <c>uber-trace-id</c>, <c>jaeger-debug-id</c>, <c>jaeger-baggage</c> and <c>uberctx-*</c>.</summary>
    Jaeger,

    /// <summary>OpenTracing's own format: <c>ot-tracer-traceid</c>, <c>ot-tracer-spanid</c>, <c>ot-tracer-sampled</c> and <c>ot-baggage-*</c>.</summary>
    OtTracer,
}
