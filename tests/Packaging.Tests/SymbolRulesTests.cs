using System.IO.Compression;

namespace Segue.Packaging.Tests;

[TestClass]
public class SymbolRulesTests
{
    [TestMethod]
    public void Package_OfSolution_HasReadmeLicenceAndSymbols()
    {
        var problems = PackedSolution.Packages.SelectMany(package => SymbolRules.Check(package, PackedSolution.Symbols.SingleOrDefault(symbols => symbols.Id == package.Id)));
        Assert.AreEqual("", string.Join("\n", problems));
    }

    [TestMethod]
    public void Readme_OfEachPackage_TellsOfIt()
    {
        foreach (var package in PackedSolution.Packages)
            Assert.Contains(package.Id, System.Text.Encoding.UTF8.GetString(package.Entry("README.md")), package.Id);
    }

    [TestMethod]
    public void Check_PackageWithoutAnything_IsFound() =>
        Assert.AreEqual("Segue.Core has no README; Segue.Core lacks the text of its licence; Segue.Core has no symbols for lib/net10.0/Segue.Core.dll", string.Join("; ", SymbolRules.Check(Bare(), null)));

    [TestMethod]
    public void Check_SymbolsOfAnOrdinaryBuild_AreFound()
    {
        // These tests are built as one builds at one's desk.
        var own = File.ReadAllBytes(Path.ChangeExtension(typeof(SymbolRulesTests).Assembly.Location, ".pdb"));
        var problems = SymbolRules.Check(Bare(), Zip("snupkg", ("lib/net10.0/Segue.Core.pdb", own)));
        Assert.Contains(nameof(SymbolRulesTests) + ".cs", string.Join("; ", problems));
    }

    // Built a second time from the same source, where it was built before: nothing of time, order or chance is in it.
    [TestMethod]
    public void Build_SecondTime_GivesTheSameBytes()
    {
        foreach (var folder in new[] { "obj", "bin" }) Directory.Delete(Path.Combine(PackedSolution.Artifacts, folder, "Core", "release_net10.0"), recursive: true);
        PackedSolution.Run("build", "src/Core/Core.csproj", "--framework", "net10.0");
        var again = File.ReadAllBytes(Path.Combine(PackedSolution.Artifacts, "bin", "Core", "release_net10.0", "Segue.Core.dll"));
        CollectionAssert.AreEqual(PackedSolution.Get("Segue.Core").Entry("lib/net10.0/Segue.Core.dll"), again);
    }

    private static Package Bare() => Zip("nuspec", ("lib/net10.0/Segue.Core.dll", PackedSolution.Get("Segue.Core").Entry("lib/net10.0/Segue.Core.dll")));

    private static Package Zip(string kind, params (string Path, byte[] Content)[] files)
    {
        var nuspec = $"<package xmlns=\"urn:{kind}\"><metadata><id>Segue.Core</id><version>1.0.0</version></metadata></package>";
        var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in files.Append(("Segue.Core.nuspec", System.Text.Encoding.UTF8.GetBytes(nuspec))))
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(bytes);
            }
        }

        content.Position = 0;
        return new Package(content);
    }
}
