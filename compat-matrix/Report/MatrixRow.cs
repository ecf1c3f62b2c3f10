namespace Segue.CompatMatrix.Report;

/// <summary>One case and its cells; a subject without a result has an empty cell.</summary>
internal sealed record MatrixRow(string Id, string Group, string Requirement, string Source, IReadOnlyDictionary<string, CaseResult> Results);
