using OpenTelemetry.Context.Propagation;

namespace Segue.Shim;

/// <summary>What an <see cref="OpenTracingShim"/> is built with; copied once, at construction.</summary>
public class ShimOptions
{
    /// <summary>Propagator for the <c>TextMap</c> format.</summary>
    /// <value><see langword="null"/>, the default, reads OpenTelemetry's default propagator for every call, or W3C while that is a no-op.</value>
    public TextMapPropagator? TextMap { get; set; }

    /// <summary>Propagator for the <c>HttpHeaders</c> format.</summary>
    /// <value><see langword="null"/>, the default, acts as for <see cref="TextMap"/>.</value>
    public TextMapPropagator? HttpHeaders { get; set; }

    /// <summary>Whether the parent is also recorded as a link when it was referenced as <c>child_of</c>.</summary>
    /// <value>Default <see langword="false"/>; <see langword="true"/> follows OpenTelemetry's compatibility text literally.</value>
    public bool LinkAllReferences { get; set; }

    /// <summary>Whether disposing the shim disposes the provider that it was given.</summary>
    /// <value>Default <see langword="false"/>; without a provider it has no effect.</value>
    public bool OwnsProvider { get; set; }
}
