using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class FolderArrowTests
{
    private static readonly string[] _core = ["Diagnostics", "Context", "Propagation", "Api"];
    private static readonly string[] _sdk = ["Sampling", "Processing", "Agent", "Setup"];

    [TestMethod]
    public void Core_Folders_UseOnlyThoseBeforeThem() => Violations.AssertNone(FolderArrows.Check(Repository.Product, "src/Core", _core));

    [TestMethod]
    public void Sdk_Folders_UseOnlyThoseBeforeThem() => Violations.AssertNone(FolderArrows.Check(Repository.Product, "src/Sdk", _sdk));

    [TestMethod]
    [DataRow("src/Core")]
    [DataRow("src/Sdk")]
    public void Folders_OfProject_AreThoseWithArrows(string project)
    {
        var known = project == "src/Core" ? _core : _sdk;
        var strange = Repository.Product.Where(file => file.IsUnder(project) && !known.Any(folder => file.IsUnder(project + "/" + folder)));
        Violations.AssertNone(strange.Select(file => file.Path + ": in none of " + string.Join(", ", known)));
    }

    [TestMethod]
    [DataRow("src/Core")]
    [DataRow("src/Sdk")]
    public void Check_RealFoldersInReverse_FindsMany(string project)
    {
        var reversed = (project == "src/Core" ? _core : _sdk).Reverse().ToArray();
        Assert.IsGreaterThan(2, FolderArrows.Check(Repository.Product, project, reversed).Count());
    }

    [TestMethod]
    [DataRow("private Late _late;")]
    [DataRow("object A() => new Late();")]
    [DataRow("int B() => Late.Count;")]
    [DataRow("int C() => Segue.Late.Count;")]
    [DataRow("List<Late> D() => [];")]
    [DataRow("void E(Late late) { }")]
    [DataRow("bool F(object o) => o is Late;")]
    [DataRow("string G() => $\"{Late.Count}\";")]
    [DataRow("int H(bool b) => b ? Late.Count : 0;")]
    [DataRow("[Late] void I() { }")]
    [DataRow("Late J() => default;")]
    public void Check_TypeOfLaterFolderUsed_IsFound(string member) => Violations.AssertOne(Check(member), "src/P/One/Early.cs:4: One uses Late of Two");

    [TestMethod]
    [DataRow("// Late")]
    [DataRow("/* new Late() */")]
    [DataRow("/// <summary><see cref=\"Late\"/></summary>")]
    [DataRow("string A = \"Late\";")]
    [DataRow("string B = $\"{1}Late\";")]
    [DataRow("string C = @\"\\\" + \"Late\";")]
    [DataRow("char D = '\"'; // Late")]
    [DataRow("string E = \"\"\"\n \"Late\" \"\"\";")]
    [DataRow("int Late { get; } = 1; int F() => Late;")]
    [DataRow("IEnumerable<int>? Late { get; }")]
    [DataRow("object G(Thing t) => t.Late;")]
    [DataRow("object H() => Call(Late: 1);")]
    [DataRow("object Later() => 1;")]
    public void Check_NameMeansSomethingElse_IsNotFound(string member) => Violations.AssertNone(Check(member));

    [TestMethod]
    public void Check_TypeOfEarlierFolderUsed_IsNotFound()
    {
        SourceFile[] files = [File("One/Early", "class Early { }"), File("Two/Late", "class Late { Early _early; }")];
        Violations.AssertNone(FolderArrows.Check(files, "src/P", "One", "Two"));
    }

    [TestMethod]
    public void Check_TypeTwoFoldersLaterUsed_IsFound()
    {
        SourceFile[] files = [File("One/Early", "class Early { Last _last; }"), File("Three/Last", "class Last { }")];
        Violations.AssertOne(FolderArrows.Check(files, "src/P", "One", "Two", "Three"), "src/P/One/Early.cs:3: One uses Last of Three");
    }

    private static IEnumerable<string> Check(string member) =>
        FolderArrows.Check([File("One/Early", "class Early {\n" + member + "\n}"), File("Two/Late", "public sealed class Late { }")], "src/P", "One", "Two");

    private static SourceFile File(string name, string code) => new("src/P/" + name + ".cs", "namespace Segue;\n\n" + code);
}
