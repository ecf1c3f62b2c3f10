using Segue.CompatMatrix.Cases;
using Segue.CompatMatrix.Fleets.Lattice;
using Segue.CompatMatrix.Report;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix;

/// <summary>The command line: writes the matrix, checks it, verifies recorded peers or lists the cases.</summary>
internal sealed class MatrixCommand(TextWriter output, TextWriter error)
{
    private const string Usage = """
        usage: compat-matrix [--check | --verify-peers | --list]
          (nothing)        runs the cases and writes MATRIX.md, matrix.json and matrix.html
          --check          writes nothing; fails on an unexpected cell and on files that differ from a fresh run
          --verify-peers   runs the peers that are compiled in and fails where a recorded verdict differs
          --list           prints the ids of the cases
        """;

    internal Func<string> FindFolder { get; init; } = MatrixFolder.Find;

    internal IReadOnlyList<Case> Cases { get; init; } = CaseRegistry.All;

    internal IReadOnlyList<Subject> Subjects { get; init; } = SubjectRegistry.Run;

    internal IReadOnlyList<Subject> Peers { get; init; } = CompiledPeers.All;

    internal IReadOnlyList<string> Columns { get; init; } = SubjectRegistry.Columns;

    internal IReadOnlyList<KnownDifference> Differences { get; init; } = KnownDifferences.All;

    internal Func<IReadOnlyList<LatticeRow>> RunLattice { get; init; } = MigrationLattice.Run;

    internal Func<Case, Subject, CaseResult> RunCase { get; init; } = CaseRunner.Run;

    internal int Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 1) return Refuse("one option at a time: " + string.Join(' ', arguments));
        try
        {
            return (arguments.Count == 0 ? null : arguments[0]) switch
            {
                null => Write(),
                "--check" => Check(),
                "--verify-peers" => VerifyPeers(),
                "--list" => List(),
                "--help" or "-h" => Help(),
                var unknown => Refuse("unknown option: " + unknown),
            };
        }
        catch (PeerFileException e)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }

    private IReadOnlyList<string> SegueColumns => [.. Subjects.Where(subject => subject.IsSegue).Select(subject => subject.Name)];

    private IReadOnlyList<PeerRecord> Records =>
        PeerFiles.ReadFolder(Path.Combine(FindFolder(), "peers"), SubjectRegistry.Peers, [.. Cases.Select(entry => entry.Id)]);

    private int Write()
    {
        var matrix = Fresh([.. Subjects, .. Peers]);
        foreach (var file in Files(matrix)) File.WriteAllText(Path.Combine(FindFolder(), file.Key), file.Value);
        foreach (var problem in Problems(matrix)) output.WriteLine(problem);
        output.WriteLine(MatrixCheck.Summary(matrix, SegueColumns));
        return 0;
    }

    private int Check()
    {
        // Committed files are those of a build without peers, so that they are the same wherever they are made.
        var matrix = Fresh(Subjects);
        string[] problems =
        [
            .. Problems(matrix),
            .. MatrixCheck.Files(Files(matrix), name => Path.Combine(FindFolder(), name) is var path && File.Exists(path) ? File.ReadAllText(path) : null),
        ];
        foreach (var problem in problems) output.WriteLine(problem);
        output.WriteLine(MatrixCheck.Summary(matrix, SegueColumns));
        return problems.Length == 0 ? 0 : 1;
    }

    private int VerifyPeers()
    {
        if (Peers.Count == 0)
        {
            error.WriteLine("The peers are not compiled in; build with -p:UpstreamPackages=true, where their packages can be restored.");
            return 2;
        }

        var records = Records;
        var fresh = new MatrixBuilder(Cases, Peers, Columns, []).Run(RunCase);
        var problems = MatrixCheck.Peers(fresh, records).ToArray();
        foreach (var problem in problems) output.WriteLine(problem);
        var compared = records.Where(record => Peers.Any(peer => peer.Name == record.Package)).ToArray();
        output.WriteLine($"peers run: {Peers.Count}, recorded files compared: {compared.Length}, verdicts that differ: {problems.Length}");
        return problems.Length == 0 ? 0 : 1;
    }

    private int List()
    {
        foreach (var entry in Cases) output.WriteLine(entry.Id);
        return 0;
    }

    private int Help()
    {
        output.WriteLine(Usage);
        return 0;
    }

    private int Refuse(string problem)
    {
        error.WriteLine(problem);
        error.WriteLine(Usage);
        return 2;
    }

    private Matrix Fresh(IReadOnlyList<Subject> subjects)
    {
        var records = Records;
        var builder = new MatrixBuilder(Cases, subjects, Columns, Differences);
        return builder.Build(builder.Run(RunCase), records) with { Lattice = RunLattice() };
    }

    private IEnumerable<string> Problems(Matrix matrix) => MatrixCheck.Cells(matrix, SegueColumns, Differences).Concat(MatrixCheck.Lattice(matrix));

    private static Dictionary<string, string> Files(Matrix matrix) => new()
    {
        ["MATRIX.md"] = MarkdownReport.Write(matrix),
        ["matrix.json"] = JsonReport.Write(matrix),
        ["matrix.html"] = HtmlReport.Write(matrix),
    };
}
