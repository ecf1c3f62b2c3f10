namespace OpenTracing.Noop;

/// <summary>Hands out the tracer that does nothing.</summary>
public static class NoopTracerFactory
{
    /// <summary>Gets the tracer that does nothing.</summary>
    /// <returns>The one instance, the same on every call.</returns>
    public static ITracer Create() => NoopTracer.Instance;
}
