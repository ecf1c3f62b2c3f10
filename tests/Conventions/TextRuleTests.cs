using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class TextRuleTests
{
    [TestMethod]
    public void MachinePaths_EveryFile_HasNone() => Violations.AssertNone(Repository.Files.SelectMany(TextRules.MachinePaths));

    [TestMethod]
    public void Registries_EveryFile_NamesNone() => Violations.AssertNone(Repository.Files.SelectMany(TextRules.Registries));

    [TestMethod]
    [DataRow("work", "main/a")]
    [DataRow("root", ".profile")]
    [DataRow("home", "me/a")]
    [DataRow("tmp", "x")]
    public void MachinePaths_Path_IsFound(string first, string rest) =>
        Violations.AssertOne(TextRules.MachinePaths(new SourceFile("a.md", "see\n/" + first + "/" + rest + " there")), "a.md:2: path of one machine: /" + first);

    [TestMethod]
    public void MachinePaths_WindowsPath_IsFound() =>
        Violations.AssertOne(TextRules.MachinePaths(new SourceFile("a.md", "C:" + "\\Users\\me")), "a.md:1: path of one machine");

    [TestMethod]
    [DataRow("GET /work")]
    [DataRow("https://example.test/home/index")]
    [DataRow("src" + "/root" + "/x")]
    [DataRow("/var/run/datadog/apm.socket")]
    public void MachinePaths_RouteOrOther_IsNotFound(string text) => Violations.AssertNone(TextRules.MachinePaths(new SourceFile("a.md", text)));

    [TestMethod]
    public void Registries_Host_IsFound() =>
        Violations.AssertOne(TextRules.Registries(new SourceFile("a.md", "https://api." + "nuget" + ".org/v3")), "a.md:1: host of a package registry");
}
