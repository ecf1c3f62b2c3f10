using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class FileRuleTests
{
    [TestMethod]
    public void Length_EveryFile_IsUnder300() => Violations.AssertNone(Repository.CSharp.SelectMany(FileRules.Length));

    [TestMethod]
    public void OnePublicType_EveryFile_IsNamedLikeIt() => Violations.AssertNone(Repository.CSharp.SelectMany(FileRules.OnePublicType));

    [TestMethod]
    public void TypeNames_EveryType_SaysWhatItIsFor() => Violations.AssertNone(Repository.CSharp.SelectMany(FileRules.TypeNames));

    [TestMethod]
    public void ClosedClasses_EveryPublicClassOfProduct_IsClosed() => Violations.AssertNone(Repository.Product.SelectMany(FileRules.ClosedClasses));

    [TestMethod]
    public void FileScopedNamespace_EveryFile_HasIt() => Violations.AssertNone(Repository.CSharp.SelectMany(FileRules.FileScopedNamespace));

    [TestMethod]
    public void Length_300Lines_IsFound() =>
        Violations.AssertOne(FileRules.Length(File("Some", string.Concat(Enumerable.Repeat("\n", 299)) + "x\n")), "src/A/Some.cs: 300 lines");

    [TestMethod]
    public void Length_299Lines_IsNotFound() => Violations.AssertNone(FileRules.Length(File("Some", string.Concat(Enumerable.Repeat("\n", 298)) + "x\n")));

    [TestMethod]
    public void OnePublicType_SecondOne_IsFound() =>
        Violations.AssertOne(FileRules.OnePublicType(File("Some", "public class Some;\npublic enum Other { A }")), "src/A/Some.cs:2: public type Other");

    [TestMethod]
    [DataRow("public sealed class Other<T> { }")]
    [DataRow("public readonly record struct Other(int A);")]
    [DataRow("public delegate void Other(int a);")]
    [DataRow("public interface Other : IDisposable { }")]
    public void OnePublicType_NamedUnlikeItsFile_IsFound(string code) =>
        Violations.AssertOne(FileRules.OnePublicType(File("Some", code)), "src/A/Some.cs:1: public type Other belongs in Other.cs");

    [TestMethod]
    [DataRow("Some", "public class Some { public class Inner { } }")]
    [DataRow("Some.Part", "public partial class Some { }")]
    [DataRow("Some", "public class Some; internal class Other;")]
    [DataRow("Some", "public class Some<T> where T : class { }")]
    public void OnePublicType_AsItShouldBe_IsNotFound(string name, string code) => Violations.AssertNone(FileRules.OnePublicType(File(name, code)));

    [TestMethod]
    [DataRow("TagHelper")]
    [DataRow("StringUtils")]
    [DataRow("TraceCommon")]
    [DataRow("SpanManager")]
    [DataRow("TracerImpl")]
    [DataRow("SpanInfo")]
    [DataRow("SpanData")]
    public void TypeNames_EmptySuffix_IsFound(string name) =>
        Violations.AssertOne(FileRules.TypeNames(File("Some", "internal class " + name + " { }")), "src/A/Some.cs:1: " + name);

    [TestMethod]
    public void TypeNames_ScopeManager_IsNotFound() => Violations.AssertNone(FileRules.TypeNames(File("Some", "internal class ShimScopeManager { }")));

    [TestMethod]
    [DataRow("public class Some { }")]
    [DataRow("public partial class Some { }")]
    [DataRow("public record Some(int A);")]
    public void ClosedClasses_OpenOne_IsFound(string code) =>
        Violations.AssertOne(FileRules.ClosedClasses(File("Some", code)), "src/A/Some.cs:1: public class Some");

    [TestMethod]
    [DataRow("public sealed class Some { }")]
    [DataRow("public static partial class Some { }")]
    [DataRow("public record struct Some(int A);")]
    [DataRow("internal class Some { }")]
    [DataRow("public class ShimOptions { }")]
    public void ClosedClasses_ClosedOne_IsNotFound(string code) => Violations.AssertNone(FileRules.ClosedClasses(File("Some", code)));

    [TestMethod]
    public void FileScopedNamespace_BlockOne_IsFound() =>
        Violations.AssertOne(FileRules.FileScopedNamespace(File("Some", "namespace A\n{\n}")), "src/A/Some.cs:1: namespace");

    private static SourceFile File(string name, string text) => new("src/A/" + name + ".cs", text);
}
