namespace Segue.CompatMatrix.Running;

/// <summary>One cell of the matrix.</summary>
/// <param name="Verdict">One of <see cref="Verdicts"/>.</param>
/// <param name="Reason">Why, in plain words; empty where there is nothing to say.</param>
/// <param name="Rationale">Link to the reason of a known difference; <see langword="null"/> for every other verdict.</param>
internal sealed record CaseResult(string Verdict, string Reason = "", string? Rationale = null);
