using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class ReadmeSnippetTests
{
    private const string Compiled =
        "#region using\nusing A;\n#endregion\n\nclass B\n{\n    void C()\n    {\n" +
        "        #region code\n        if (D)\n        {\n            E();\n        }\n        #endregion\n    }\n}\n";

    [TestMethod]
    public void Blocks_OfReadme_AreTheCompiledFiles() =>
        Violations.AssertNone(ReadmeSnippets.Check(Repository.File("README.md").Text, Repository.CSharp.Where(file => file.IsUnder("tests/Conventions/Readme"))));

    [TestMethod]
    public void Blocks_OfReadme_AreThree() => Assert.HasCount(3, ReadmeSnippets.Blocks(Repository.File("README.md").Text));

    [TestMethod]
    public void FromFile_TwoRegions_AreJoinedAndUnindented() => Assert.AreEqual("using A;\n\nif (D)\n{\n    E();\n}", ReadmeSnippets.FromFile(Compiled));

    [TestMethod]
    public void Check_SameText_IsNotFound() =>
        Violations.AssertNone(ReadmeSnippets.Check("x\n```csharp\nusing A;\n\nif (D)\n{\n    E();\n}\n```\n", [new SourceFile("B.cs", Compiled)]));

    [TestMethod]
    public void Check_BlockThatNoFileCompiles_IsFound() =>
        Violations.AssertOne(ReadmeSnippets.Check("```csharp\nF();\n```", []), "No file compiles this block:\nF();");

    [TestMethod]
    public void Check_FileThatIsNotShown_IsFound() =>
        Violations.AssertOne(ReadmeSnippets.Check("nothing", [new SourceFile("B.cs", Compiled)]), "B.cs: no block");
}
