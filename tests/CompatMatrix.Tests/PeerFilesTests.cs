using Segue.CompatMatrix.Report;
using Segue.CompatMatrix.Running;

namespace Segue.CompatMatrix.Tests;

[TestClass]
public class PeerFilesTests
{
    private const string Good = """
        {"package":"Peer","version":"1.2.3","date":"2026-01-31","subjects":["Segue","Peer"],
         "cases":[{"id":"SPAN-A-01","results":{"Segue":{"verdict":"pass"},"Peer":{"verdict":"fail","reason":"why"}}},{"id":"SPAN-A-02","results":{"Peer":{"verdict":"pass"}}}]}
        """;

    [TestMethod]
    public void Read_GoodFile_GivesRecordedCells()
    {
        var record = Read(Good);

        Assert.AreEqual("1.2.3", record.Version);
        Assert.AreEqual(new CaseResult(Verdicts.RecordedFail, "why"), record.Cell("SPAN-A-01"));
        Assert.AreEqual(new CaseResult(Verdicts.RecordedPass), record.Cell("SPAN-A-02"));
        Assert.IsNull(record.Cell("SPAN-A-03"));
    }

    [TestMethod]
    [DataRow("{", "", "not JSON (line 2)", DisplayName = "no JSON")]
    [DataRow("\"package\":\"Peer\",", "", "\"package\" is missing", DisplayName = "no package")]
    [DataRow("\"package\":\"Peer\"", "\"package\":\"Other\"", "\"package\" is \"Other\", not one of Peer", DisplayName = "another package")]
    [DataRow("\"package\":\"Peer\"", "\"package\":7", "\"package\" is not text", DisplayName = "package of another kind")]
    [DataRow("\"version\":\"1.2.3\",", "", "\"version\" is missing", DisplayName = "no version")]
    [DataRow("2026-01-31", "31.1.2026", "\"date\" is \"31.1.2026\", not a day like 2026-01-31", DisplayName = "another date format")]
    [DataRow("[\"Segue\",\"Peer\"]", "[\"Segue\"]", "\"subjects\" does not name \"Peer\"", DisplayName = "not among the subjects")]
    [DataRow("\"subjects\":[\"Segue\",\"Peer\"]", "\"subjects\":{}", "\"subjects\" is not an array", DisplayName = "subjects of another kind")]
    [DataRow("\"id\":\"SPAN-A-01\",", "", "\"id\" of cases[0] is missing", DisplayName = "no id")]
    [DataRow("SPAN-A-02", "SPAN-A-09", "\"id\" of cases[1] is \"SPAN-A-09\", which is no case of the matrix", DisplayName = "unknown id")]
    [DataRow("SPAN-A-02", "SPAN-A-01", "case SPAN-A-01 stands there twice", DisplayName = "id twice")]
    [DataRow("\"verdict\":\"fail\"", "\"verdict\":\"maybe\"", "\"verdict\" of SPAN-A-01 is \"maybe\", not pass, fail or not-applicable", DisplayName = "unknown verdict")]
    [DataRow("{\"verdict\":\"fail\",\"reason\":\"why\"}", "\"fail\"", "the result of SPAN-A-01 is not an object", DisplayName = "result of another kind")]
    [DataRow("\"reason\":\"why\"", "\"reason\":1", "\"reason\" of SPAN-A-01 is not text", DisplayName = "reason of another kind")]
    [DataRow("\"Peer\":{", "\"Pear\":{", "no case has a result for \"Peer\"", DisplayName = "no result at all")]
    public void Read_MalformedFile_NamesFileAndProblem(string part, string instead, string problem)
    {
        var text = part == "{" ? Good[..^3] : Good.Replace(part, instead);

        var error = Assert.ThrowsExactly<PeerFileException>(() => Read(text));

        StringAssert.StartsWith(error.Message, "peers/peer.json: " + problem);
    }

    [TestMethod]
    public void ReadFolder_NoFolder_IsEmpty() => Assert.IsEmpty(PeerFiles.ReadFolder(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), ["Peer"], []));

    private static PeerRecord Read(string text) => PeerFiles.Read("peer.json", text, ["Peer"], ["SPAN-A-01", "SPAN-A-02", "SPAN-A-03"]);
}
