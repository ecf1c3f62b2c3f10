using Segue.CompatMatrix.Fleets.Lattice;

namespace Segue.CompatMatrix.Report;

/// <summary>All that the three files say.</summary>
/// <param name="Columns">Subjects in the order in which they are shown.</param>
/// <param name="Rows">Cases in the order in which they are shown.</param>
/// <param name="Recorded">Where the column of a peer came from, if it was read from a file.</param>
internal sealed record Matrix(IReadOnlyList<string> Columns, IReadOnlyList<MatrixRow> Rows, IReadOnlyDictionary<string, PeerRecord> Recorded)
{
    /// <summary>Traces through fleets of which each subset of services is migrated.</summary>
    internal IReadOnlyList<LatticeRow> Lattice { get; init; } = [];

    /// <summary>How often each verdict stands in a column.</summary>
    internal int Count(string column, string verdict) => Rows.Count(row => row.Results.TryGetValue(column, out var cell) && cell.Verdict == verdict);
}
