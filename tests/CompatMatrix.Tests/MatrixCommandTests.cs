using Segue.CompatMatrix.Fleets.Lattice;
using Segue.CompatMatrix.Running;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Tests;

[TestClass]
public class MatrixCommandTests
{
    private static readonly Case[] _cases =
    [
        new("SPAN-A-01", "Does one thing.", "OTC-TAG-1", Needs.None, _ => { }),
        new("SPAN-A-02", "Does another.", "OTC-TAG-1", Needs.None, _ => { }),
    ];

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private string _folder = "";

    [TestInitialize]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("compat-matrix").FullName;

    [TestCleanup]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Check_AfterWrite_IsGreen()
    {
        Assert.AreEqual(0, Command(_ => true).Run([]));

        Assert.AreEqual(0, Command(_ => true).Run(["--check"]));

        StringAssert.EndsWith(_output.ToString().TrimEnd(), "cases: 2, subjects: 1, lattice: 0 of 0 fleets whole, Segue cells: 2 passed, 0 failed, 0 known differences");
    }

    [TestMethod]
    [DataRow("MATRIX.md")]
    [DataRow("matrix.json")]
    [DataRow("matrix.html")]
    public void Check_ChangedFile_FailsAndNamesIt(string file)
    {
        Command(_ => true).Run([]);
        File.AppendAllText(Path.Combine(_folder, file), "x");

        Assert.AreEqual(1, Command(_ => true).Run(["--check"]));

        StringAssert.Contains(_output.ToString(), file + ": differs from a fresh run at line ");
    }

    [TestMethod]
    public void Check_MissingFiles_FailsAndWritesNothing()
    {
        Assert.AreEqual(1, Command(_ => true).Run(["--check"]));

        StringAssert.Contains(_output.ToString(), "matrix.json: is missing");
        Assert.IsEmpty(Directory.GetFiles(_folder));
    }

    [TestMethod]
    public void Check_UnlistedFailure_FailsWithItsReason()
    {
        Command(id => id != "SPAN-A-02").Run([]);

        Assert.AreEqual(1, Command(id => id != "SPAN-A-02").Run(["--check"]));

        StringAssert.Contains(_output.ToString(), "SPAN-A-02, Segue: was wrong");
    }

    [TestMethod]
    public void Check_ListedDifference_IsGreenAndCounted()
    {
        Command(id => id != "SPAN-A-02", Listed()).Run([]);

        Assert.AreEqual(0, Command(id => id != "SPAN-A-02", Listed()).Run(["--check"]));

        StringAssert.EndsWith(_output.ToString().TrimEnd(), "Segue cells: 1 passed, 0 failed, 1 known differences");
    }

    [TestMethod]
    public void Check_ListedDifferenceThatPasses_Fails()
    {
        Command(_ => true, Listed()).Run([]);

        Assert.AreEqual(1, Command(_ => true, Listed()).Run(["--check"]));

        StringAssert.Contains(_output.ToString(), "SPAN-A-02, Segue: is listed as a known difference, and is now pass");
    }

    [TestMethod]
    public void Check_FleetThatIsNotWhole_FailsWithItsReason()
    {
        LatticeRow[] lattice = [new("Jaeger", "kept", "stays", 63, 64, ["migrated A: B is in another trace"])];
        Command(_ => true, lattice: lattice).Run([]);

        Assert.AreEqual(1, Command(_ => true, lattice: lattice).Run(["--check"]));

        StringAssert.Contains(_output.ToString(), "lattice, Jaeger, kept, the fleet stays, migrated A: B is in another trace");
        StringAssert.Contains(_output.ToString(), "lattice: 63 of 64 fleets whole");
    }

    [TestMethod]
    public void Check_MalformedPeerFile_FailsAndNamesIt()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "peers"));
        File.WriteAllText(Path.Combine(_folder, "peers", "bad.json"), "[]");

        Assert.AreEqual(1, Command(_ => true).Run(["--check"]));

        StringAssert.Contains(_error.ToString(), "peers/bad.json: the top level is not an object");
    }

    [TestMethod]
    public void VerifyPeers_NoneCompiledIn_SaysSoAndExitsWithTwo()
    {
        Assert.AreEqual(2, Command(_ => true).Run(["--verify-peers"]));

        StringAssert.Contains(_error.ToString(), "not compiled in");
    }

    [TestMethod]
    [DataRow("pass", 0)]
    [DataRow("fail", 1)]
    public void VerifyPeers_RecordedVerdict_IsCompared(string recorded, int exit)
    {
        var name = SubjectRegistry.Jaeger;
        Directory.CreateDirectory(Path.Combine(_folder, "peers"));
        File.WriteAllText(
            Path.Combine(_folder, "peers", "jaeger.json"),
            """{"package":"NAME","version":"1","date":"2026-01-31","subjects":["NAME"],"cases":[{"id":"SPAN-A-01","results":{"NAME":{"verdict":"VERDICT"}}}]}"""
                .Replace("NAME", name).Replace("VERDICT", recorded));

        Assert.AreEqual(exit, Command(_ => true, peers: [new FakeSubject(name, isSegue: false)]).Run(["--verify-peers"]));

        StringAssert.Contains(_output.ToString(), exit == 0 ? "verdicts that differ: 0" : "SPAN-A-01, Jaeger.Core: recorded as fail, seen pass");
    }

    [TestMethod]
    public void List_Always_PrintsEveryId()
    {
        Assert.AreEqual(0, Command(_ => true).Run(["--list"]));

        Assert.AreEqual("SPAN-A-01\nSPAN-A-02\n", _output.ToString().ReplaceLineEndings("\n"));
    }

    [TestMethod]
    [DataRow("--nonsense")]
    [DataRow("check")]
    public void Run_UnknownOption_ExitsWithTwo(string option)
    {
        Assert.AreEqual(2, Command(_ => true).Run([option]));

        StringAssert.Contains(_error.ToString(), option);
    }

    [TestMethod]
    public void Run_TwoOptions_ExitsWithTwo() => Assert.AreEqual(2, Command(_ => true).Run(["--check", "--list"]));

    private static KnownDifference[] Listed() => [new("SPAN-A-02", "Segue", "On purpose.", "RATIONALE.md#why")];

    private MatrixCommand Command(
        Func<string, bool> passes, IReadOnlyList<KnownDifference>? differences = null, IReadOnlyList<Subject>? peers = null, IReadOnlyList<LatticeRow>? lattice = null) =>
        new(_output, _error)
        {
            FindFolder = () => _folder,
            Cases = _cases,
            Subjects = [new FakeSubject("Segue", isSegue: true)],
            Peers = peers ?? [],
            Columns = ["Segue"],
            Differences = differences ?? [],
            RunLattice = () => lattice ?? [],
            RunCase = (entry, _) => passes(entry.Id) ? new CaseResult(Verdicts.Pass) : new CaseResult(Verdicts.Fail, "was wrong"),
        };
}
