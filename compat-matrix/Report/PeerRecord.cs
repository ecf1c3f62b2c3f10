namespace Segue.CompatMatrix.Report;

/// <summary>What somebody with the package saw, at a version and on a date.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Package">Id of the package, which is also the column.</param>
/// <param name="Version">Version of the package.</param>
/// <param name="Date">Day of the run, as <c>2026-01-31</c>.</param>
/// <param name="Results">Verdict by case id: <c>pass</c>, <c>fail</c> or <c>not-applicable</c>.</param>
internal sealed record PeerRecord(string File, string Package, string Version, string Date, IReadOnlyDictionary<string, CaseResult> Results)
{
    /// <summary>The cell that shows a recorded verdict as recorded.</summary>
    internal CaseResult? Cell(string caseId)
    {
        if (!Results.TryGetValue(caseId, out var result)) return null;
        return result.Verdict switch
        {
            Verdicts.Pass => result with { Verdict = Verdicts.RecordedPass },
            Verdicts.Fail => result with { Verdict = Verdicts.RecordedFail },
            _ => result,
        };
    }
}
