namespace Segue;

/// <summary>The header format that services which are not migrated yet expect, so that traces which begin here reach them whole.</summary>
public enum Fleet
{
    /// <summary>None besides the formats that are written anyway.</summary>
    None,

    /// <summary>Datadog's tracers: <c>x-datadog-*</c>, and <c>ot-baggage-*</c>, the baggage that OpenTracing code on them sees.</summary>
    Datadog,

    /// <summary>Jaeger's clients: <c>uber-trace-id</c>.</summary>
    Jaeger,

    /// <summary>Zipkin's and others: the <c>X-B3-*</c> headers.</summary>
    B3,

    /// <summary>LightStep's and other basic tracers: <c>ot-tracer-*</c>.</summary>
    OtTracer,
}
