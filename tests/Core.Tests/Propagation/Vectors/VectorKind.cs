namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Which test a row of the table belongs to.</summary>
public enum VectorKind
{
    /// <summary>One propagator alone answers: <c>SingleStyleVectorTests</c>.</summary>
    SingleStyle,

    /// <summary>Several styles, or an option of the composite (<c>EXTRACT_FIRST</c>, <c>BEHAVIOR_EXTRACT</c>, <c>none</c>): <c>CompositeVectorTests</c>.</summary>
    Composite,

    /// <summary>As <see cref="Composite"/>, with a root or a tag in between: needs a provider, so the Sdk's tests have it.</summary>
    Provider,

    /// <summary>A sampling rate and two styles: needs the sampler, so the Sdk's tests have it.</summary>
    Sampling,

    /// <summary>A rule in words: <c>RuleVectorTests</c> has those about one propagator by name, the others are about set-up and spans.</summary>
    Rule,
}
