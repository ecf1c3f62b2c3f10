namespace Segue.CompatMatrix.Report;

/// <summary>What readers of the lattice are told.</summary>
internal static class LatticeText
{
    internal const string Explanation =
        "A fleet of six services, A calling B and C, B calling D and E, C calling E and F, in each of its 64 states between nothing and everything migrated, "
        + "which are those of a rollback too. Migrated services set nothing but Fleet; the others are plain clients of the format, or OpenTelemetry alone. "
        + "Whole means: every span in one trace and below its caller, one decision, baggage wherever the headers on its way can carry it. "
        + "Where the fleet changes, A calls B and C twice, and between the two every other service is migrated if it was not and rolled back if it was.";

    internal static string Total(Matrix matrix) => FormattableString.Invariant($"{matrix.Lattice.Sum(row => row.Whole)} of {matrix.Lattice.Sum(row => row.Total)} fleets are whole.");
}
