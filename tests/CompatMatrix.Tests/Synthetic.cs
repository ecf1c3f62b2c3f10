using Segue.CompatMatrix.Fleets.Lattice;
using Segue.CompatMatrix.Report;
using Segue.CompatMatrix.Running;

namespace Segue.CompatMatrix.Tests;

/// <summary>A matrix small enough to read, with a cell of every verdict.</summary>
internal static class Synthetic
{
    internal const string Hostile = "<script>alert('x')</script> & \"quotes\" | pipe `tick`";

    internal static Matrix Matrix(string reason = "seen otherwise") => new(
        ["Segue", "Peer", "Empty"],
        [
            Row("SPAN-A-01", ("Segue", new CaseResult(Verdicts.Pass)), ("Peer", new CaseResult(Verdicts.RecordedPass))),
            Row("SPAN-A-02", ("Segue", new CaseResult(Verdicts.Fail, reason)), ("Peer", new CaseResult(Verdicts.RecordedFail, reason))),
            Row("TAGS-A-01", ("Segue", new CaseResult(Verdicts.Known, reason, "RATIONALE.md#why")), ("Peer", new CaseResult(Verdicts.NotApplicable))),
        ],
        new Dictionary<string, PeerRecord> { ["Peer"] = new("peer.json", "Peer", "1.2.3", "2026-01-31", new Dictionary<string, CaseResult>()) })
    {
        Lattice = [new LatticeRow("Jaeger", "kept", "stays", 63, 64, ["migrated A: " + reason])],
    };

    private static MatrixRow Row(string id, params (string Subject, CaseResult Result)[] results) =>
        new(id, Groups.Of(id), "Does " + Hostile, "OTC-TAG-1", results.ToDictionary(result => result.Subject, result => result.Result));
}
