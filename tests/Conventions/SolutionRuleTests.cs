using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class SolutionRuleTests
{
    [TestMethod]
    public void Projects_OfRepository_AreInSolution() => Violations.AssertNone(SolutionRules.Check(Repository.File("Shim.sln").Text, Repository.Projects));

    [TestMethod]
    public void Check_ProjectLeftOut_IsFound()
    {
        SourceFile[] projects = [new("src/A/A.csproj", ""), new("src/B/B.csproj", "")];
        Violations.AssertOne(SolutionRules.Check("\"src\\A\\A.csproj\"", projects), "src/B/B.csproj:");
    }
}
