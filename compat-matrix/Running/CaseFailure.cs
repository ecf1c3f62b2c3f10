namespace Segue.CompatMatrix.Running;

/// <summary>What a case saw instead of what it requires, in plain words that are the same in every run.</summary>
internal sealed class CaseFailure(string reason) : Exception(reason);
