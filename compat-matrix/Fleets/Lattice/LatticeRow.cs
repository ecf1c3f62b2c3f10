namespace Segue.CompatMatrix.Fleets.Lattice;

/// <summary>How many of the fleets that differ in nothing but which services are migrated keep a trace whole.</summary>
/// <param name="Origin">What the services that are not migrated are traced by.</param>
/// <param name="Decision">Kept or dropped.</param>
/// <param name="Course">Whether the fleet stays as it is while the trace runs.</param>
/// <param name="Whole">Fleets in which nothing is wrong.</param>
/// <param name="Total">Fleets.</param>
/// <param name="Failures">What is wrong in each of the others.</param>
internal sealed record LatticeRow(string Origin, string Decision, string Course, int Whole, int Total, IReadOnlyList<string> Failures);
