using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class DocumentationRuleTests
{
    [TestMethod]
    public void RootProps_Always_DemandDocComments()
    {
        var props = Repository.File("Directory.Build.props").Text;
        Assert.Contains("<GenerateDocumentationFile>true</GenerateDocumentationFile>", props);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", props);
        Assert.DoesNotContain(DocumentationRules.Diagnostic, props);
    }

    [TestMethod]
    public void SourceProps_Always_ImportRootProps() =>
        Assert.Contains("<Import Project=\"../Directory.Build.props\" />", Repository.File("src/Directory.Build.props").Text);

    [TestMethod]
    public void Check_EveryFileOfProduct_LeavesItOn() =>
        Violations.AssertNone(Repository.Files.Where(file => file.IsUnder("src")).SelectMany(DocumentationRules.Check));

    [TestMethod]
    public void CheckEditorConfig_OfRepository_LeavesItOn() => Violations.AssertNone(DocumentationRules.CheckEditorConfig(Repository.File(".editorconfig")));

    [TestMethod]
    [DataRow("src/A/A.csproj", "<NoWarn>$(NoWarn);CS1591</NoWarn>", "src/A/A.csproj:1: mentions CS1591")]
    [DataRow("src/A/A.cs", "#pragma warning disable CS1591", "src/A/A.cs:1: mentions CS1591")]
    [DataRow("src/A/A.csproj", "<GenerateDocumentationFile>false</GenerateDocumentationFile>", "src/A/A.csproj:1: switches")]
    public void Check_SwitchedOff_IsFound(string path, string text, string expected) =>
        Violations.AssertOne(DocumentationRules.Check(new SourceFile(path, text)), expected);

    [TestMethod]
    public void CheckEditorConfig_SilencedForProduct_IsFound()
    {
        const string Off = "dotnet_diagnostic.CS1591.severity = none\n";
        var file = new SourceFile(".editorconfig", "[tests/**.cs]\n" + Off + "[*.cs]\n" + Off);
        Violations.AssertOne(DocumentationRules.CheckEditorConfig(file), ".editorconfig:4:");
    }
}
