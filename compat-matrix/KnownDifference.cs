namespace Segue.CompatMatrix;

/// <summary>A case that a subject fails on purpose.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Subject">The column.</param>
/// <param name="Reason">What is done instead, in a sentence.</param>
/// <param name="Rationale">Where it is argued, as <c>RATIONALE.md#…</c>.</param>
internal sealed record KnownDifference(string CaseId, string Subject, string Reason, string Rationale);
