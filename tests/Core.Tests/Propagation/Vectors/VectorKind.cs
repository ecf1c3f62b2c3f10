namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Which test a row of the table belongs to.</summary>
public enum VectorKind
{
    /// <summary>One propagator alone answers: <see cref="SingleStyleVectorTests"/>.</summary>
    SingleStyle,

    /// <summary>Several styles, or an option of the composite (<c>EXTRACT_FIRST</c>, <c>BEHAVIOR_EXTRACT</c>, <c>none</c>, a decision in between).</summary>
    Composite,

    /// <summary>A sampling rate and two styles: needs the sampler.</summary>
    Sampling,

    /// <summary>A rule in words: <see cref="RuleVectorTests"/> has those about one propagator by name, the others are about set-up and spans.</summary>
    Rule,
}
