using System.IO.Compression;
using System.Text;

namespace Segue.Packaging.Tests;

[TestClass]
public class PackageRulesTests
{
    private const string Nuspec = "<package xmlns=\"urn:nuspec\"><metadata><id>Some</id><version>1.0.0</version><license type=\"expression\">Apache-2.0</license>" +
        "<description>Something that says what it is.</description><dependencies><group targetFramework=\"net8.0\"><dependency id=\"B\" version=\"2\" />" +
        "<dependency id=\"A\" version=\"1\" /></group></dependencies></metadata></package>";

    private static readonly string[] _whole = [.. PackageRules.Targets.SelectMany(target => new[] { $"lib/{target}/Some.dll", $"lib/{target}/Some.xml" })];

    [TestMethod]
    public void Check_WholePackage_FindsNothing() => Assert.AreEqual("", Check(Nuspec, _whole));

    [TestMethod]
    [DataRow("lib/net8.0/OpenTracing.dll")]
    [DataRow("lib/netstandard2.0/MessagePack.dll")]
    [DataRow("tools/Some.exe")]
    public void Check_ForeignBinary_IsFound(string path) => Assert.AreEqual("Some carries " + path, Check(Nuspec, [.. _whole, path]));

    [TestMethod]
    public void Check_FurtherTarget_IsFound() => Assert.AreEqual("Some has a library for net9.0", Check(Nuspec, [.. _whole, "lib/net9.0/Some.xml"]));

    [TestMethod]
    [DataRow("lib/net8.0/Some.dll")]
    [DataRow("lib/net10.0/Some.xml")]
    public void Check_MissingFile_IsFound(string path) => Assert.AreEqual("Some lacks " + path, Check(Nuspec, [.. _whole.Where(file => file != path)]));

    [TestMethod]
    public void Check_OtherLicense_IsFound() => Assert.AreEqual("Some has the license 'MIT'", Check(Nuspec.Replace("Apache-2.0", "MIT"), _whole));

    [TestMethod]
    public void Check_NoDescription_IsFound() =>
        Assert.AreEqual("Some does not say what it is", Check(Nuspec.Replace("Something that says what it is.", ""), _whole));

    [TestMethod]
    public void DependencyGroups_OfPackage_AreSorted() => CollectionAssert.AreEqual(new[] { "net8.0: A 1, B 2" }, Open(Nuspec, []).DependencyGroups.ToArray());

    private static string Check(string nuspec, string[] files) => string.Join("; ", PackageRules.Check(Open(nuspec, files)));

    private static Package Open(string nuspec, string[] files)
    {
        var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var writer = new StreamWriter(zip.CreateEntry("Some.nuspec").Open(), Encoding.UTF8)) writer.Write(nuspec);
            foreach (var file in files) zip.CreateEntry(file);
        }

        content.Position = 0;
        return new Package(content);
    }
}
