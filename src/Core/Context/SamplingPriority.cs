namespace Segue;

/// <summary>The sampling decision of a trace, as trace agents number it.</summary>
/// <remarks>
/// <para>Positive values set the recorded flag of the trace, the others clear it.</para>
/// <para>Source: the <c>_sampling_priority_v1</c> metric and the <c>x-datadog-sampling-priority</c> header.</para>
/// </remarks>
#pragma warning disable CA1027 // not flags: the negative value rules that out
public enum SamplingPriority
{
    /// <summary>Dropped by the user or a rule; wins over every automatic decision.</summary>
    UserReject = -1,

    /// <summary>Dropped by a sampler.</summary>
    AutoReject = 0,

    /// <summary>Kept by a sampler.</summary>
    AutoKeep = 1,

    /// <summary>Kept by the user or a rule; wins over every automatic decision.</summary>
    UserKeep = 2,
}
