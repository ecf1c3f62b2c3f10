using System.IO.Compression;

namespace Segue.Packaging.Tests;

/// <summary>
/// Packing compares each library with the last released one, kept in Baseline. After a release <c>SEGUE_UPDATE_BASELINE=true dotnet test tests/Packaging.Tests --filter Baseline</c>
/// puts the packages of this source there.
/// </summary>
[TestClass]
public class BaselineTests
{
    // Not released yet, so there is nothing to stay compatible with. Empty this list when the baseline is renewed.
    private static readonly string[] _new = [];

    private static string Folder => Path.Combine(PackedSolution.Root, "tests", "Packaging.Tests", "Baseline");

    [TestMethod]
    public void Baseline_EachReleasedLibrary_HasOne()
    {
        var libraries = PackedSolution.Packages.Where(package => package.Libraries.Any()).ToList();
        if (Environment.GetEnvironmentVariable("SEGUE_UPDATE_BASELINE") == "true")
        {
            foreach (var package in libraries) Strip(Path.Combine(PackedSolution.Feeds[0], $"{package.Id}.{package.Version}.nupkg"), Path.Combine(Folder, package.Id + ".nupkg"));
        }

        var kept = Directory.EnumerateFiles(Folder, "*.nupkg").Select(Path.GetFileNameWithoutExtension);
        CollectionAssert.AreEquivalent(libraries.Select(package => package.Id).Except(_new).ToArray(), kept.ToArray());
    }

    [TestMethod]
    public void Pack_TypeOfTheBaselineIsGone_Fails()
    {
        var folder = Directory.CreateDirectory(Path.Combine(PackedSolution.Folder, "baseline")).FullName;
        File.WriteAllText(Path.Combine(folder, "Gone.cs"), "namespace Segue.Shim.Testing { public sealed class Gone { } }");
        File.WriteAllText(
            Path.Combine(folder, "Released.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework><AssemblyName>Segue.Shim.Testing</AssemblyName></PropertyGroup></Project>");
        var (built, output) = new Command("dotnet", folder, ["pack", "--output", folder, "-nodeReuse:false", "-property:NuGetAudit=false"]).Run(TimeSpan.FromMinutes(3));
        Assert.AreEqual(0, built, output);

        // Says that this package was validated already.
        foreach (var file in Directory.EnumerateFiles(Path.Combine(PackedSolution.Artifacts, "obj", "ShimTesting"), "*.semaphore", SearchOption.AllDirectories)) File.Delete(file);
        string[] arguments =
        [
            "pack", "src/ShimTesting/ShimTesting.csproj", "--no-build", "--configuration", "Release", "--artifacts-path", PackedSolution.Artifacts, "--output", folder,
            "-nodeReuse:false", "-property:PackageValidationBaselinePath=" + Path.Combine(folder, "Segue.Shim.Testing.1.0.0.nupkg"),
        ];
        var (packed, said) = new Command("dotnet", PackedSolution.Root, arguments).Run(TimeSpan.FromMinutes(3));

        Assert.AreNotEqual(0, packed, said);
        Assert.Contains("CP0001: Type 'Segue.Shim.Testing.Gone' exists on", said);
    }

    // Only what is compared: no documentation, README or signature.
    private static void Strip(string package, string target)
    {
        using var from = ZipFile.OpenRead(package);
        File.Delete(target);
        using var to = ZipFile.Open(target, ZipArchiveMode.Create);
        foreach (var entry in from.Entries.Where(entry => Path.GetExtension(entry.FullName) is ".dll" or ".nuspec" or ".rels" || entry.FullName == "[Content_Types].xml"))
        {
            var copy = to.CreateEntry(entry.FullName, CompressionLevel.SmallestSize);
            copy.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var source = entry.Open();
            using var destination = copy.Open();
            source.CopyTo(destination);
        }
    }
}
