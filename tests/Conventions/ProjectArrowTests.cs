using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class ProjectArrowTests
{
    [TestMethod]
    public void Projects_OfProduct_ReferenceOnlyWhatTheyMay() => Violations.AssertNone(Projects.SelectMany(ProjectArrows.Check));

    [TestMethod]
    public void Projects_OfProduct_AreThere()
    {
        foreach (var name in new[] { "src/Core/Core.csproj", "src/Shim/Shim.csproj", "src/Sdk/Sdk.csproj", "src/Contracts/OpenTracing/OpenTracing.csproj" })
            Assert.IsTrue(Projects.Any(project => project.Path == name), name);
    }

    [TestMethod]
    public void Shim_Project_UsesCoreAndOpenTracing()
    {
        var text = Repository.File("src/Shim/Shim.csproj").Text;
        Assert.Contains("Core.csproj", text);
        Assert.Contains("<UsesOpenTracing>true</UsesOpenTracing>", text);
    }

    [TestMethod]
    public void Source_OfProduct_NamesNoFriends() => Violations.AssertNone(Repository.Product.SelectMany(ProjectArrows.CheckAttributes));

    [TestMethod]
    [DataRow("Core", "../Sdk/Sdk.csproj", "Core references Sdk")]
    [DataRow("Shim", "..\\Sdk\\Sdk.csproj", "Shim references Sdk")]
    [DataRow("Sdk", "../Shim/Shim.csproj", "Sdk references Shim")]
    [DataRow("TraceView", "../Shim/Shim.csproj", "TraceView references Shim")]
    public void Check_WrongReference_IsFound(string name, string include, string expected) =>
        Violations.AssertOne(Check(name, $"<ProjectReference Include=\"{include}\" />"), $"src/{name}/{name}.csproj: {expected}");

    [TestMethod]
    [DataRow("Core")]
    [DataRow("Sdk")]
    public void Check_ContractUsedOutsideShim_IsFound(string name) =>
        Violations.AssertOne(Check(name, "<UsesOpenTracing>true</UsesOpenTracing>"), $"src/{name}/{name}.csproj: {name} references OpenTracing");

    [TestMethod]
    public void Check_CoreOpensItselfToShim_IsFound() =>
        Violations.AssertOne(Check("Core", "<InternalsVisibleTo Include=\"Segue.Shim\" />"), "src/Core/Core.csproj: Core shows its inside to Segue.Shim");

    [TestMethod]
    public void CheckAttributes_FriendInSource_IsFound() =>
        Violations.AssertOne(ProjectArrows.CheckAttributes(new SourceFile("src/Core/A.cs", "[assembly: InternalsVisibleTo(\"Segue.Shim\")]")), "src/Core/A.cs:1:");

    [TestMethod]
    public void Check_UnknownProject_IsFound() => Violations.AssertOne(Check("Stranger", ""), "src/Stranger/Stranger.csproj: its arrows");

    private static IEnumerable<SourceFile> Projects => Repository.Projects.Where(project => project.IsUnder("src"));

    private static IEnumerable<string> Check(string name, string content) =>
        ProjectArrows.Check(new SourceFile($"src/{name}/{name}.csproj", "<Project>" + content + "</Project>"));
}
