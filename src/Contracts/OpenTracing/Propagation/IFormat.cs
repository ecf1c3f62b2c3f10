namespace OpenTracing.Propagation;

/// <summary>Identifies how a span context is written into a carrier.</summary>
/// <remarks>Tracers tell formats apart by equality.</remarks>
/// <typeparam name="TCarrier">The kind of carrier the format works with.</typeparam>
public interface IFormat<TCarrier>
{
}
