namespace Segue.CompatMatrix.Fleets.Lattice;

/// <summary>Six services with fan-out and a service that two others share; those of a set are migrated.</summary>
/// <param name="services">What each kind of service runs on.</param>
/// <param name="migrated">Bit 0 is A, bit 5 is F.</param>
/// <param name="isChanging">Whether A makes its calls twice and each other service is migrated, or rolled back, between the two rounds.</param>
internal sealed class LatticeFleet(LatticeOrigin services, int migrated, bool isChanging) : IFleet
{
    internal const string Names = "ABCDEF";
    internal const int Subsets = 1 << 6;

    private static readonly string[] _round = ["B", "C"];

    private int _migrated = migrated;
    private int _rounds;

    /// <summary>Requests that one trace makes: one to A, and six below it in each round.</summary>
    internal int Requests => isChanging ? 13 : 7;

    public FleetService Route(string service)
    {
        if (service == _round[0] && ++_rounds == 2) _migrated = ~_migrated;
        return ((_migrated >> Names.IndexOf(service[0])) & 1) != 0 ? services.Migrated : services.Unmigrated;
    }

    public IReadOnlyList<string> CallsOf(string service) => service switch
    {
        "A" => isChanging ? [.. _round, .. _round] : _round,
        "B" => ["D", "E"],
        "C" => ["E", "F"],
        _ => [],
    };

    /// <summary>The letters of the services that are migrated.</summary>
    internal static string Describe(int migrated) => migrated == 0 ? "none" : string.Concat(Names.Where((_, bit) => ((migrated >> bit) & 1) != 0));

    /// <summary>Reads such letters back.</summary>
    internal static int Read(string letters) => letters == "none" ? 0 : letters.Sum(letter => 1 << Names.IndexOf(letter));
}
