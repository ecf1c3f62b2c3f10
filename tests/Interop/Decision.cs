namespace Segue.Interop;

/// <summary>What the service that begins a trace decides about it.</summary>
public enum Decision
{
    /// <summary>Its sampler keeps it.</summary>
    Keep,

    /// <summary>Its sampler drops it, or its code where the sampler can't be told.</summary>
    Drop,

    /// <summary>Its code keeps it, which the vendor and Jaeger tell from the former.</summary>
    KeepByHand,
}
