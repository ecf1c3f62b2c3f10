namespace Segue.Packaging.Tests;

/// <summary>The packages that packing the solution gives, built aside so that no other build is disturbed.</summary>
[TestClass]
public static class PackedSolution
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    internal static string Root { get; } = FindRoot();

    internal static IReadOnlyList<Package> Packages { get; private set; } = [];

    /// <summary>Symbols, by the id of the package that they belong to.</summary>
    internal static IReadOnlyList<Package> Symbols { get; private set; } = [];

    /// <summary>Folders to restore from: the packages, and a throw-away OpenTracing made of the contract, which no feed has to have.</summary>
    internal static IReadOnlyList<string> Feeds => [Path.Combine(Folder, "packages"), Path.Combine(Folder, "contract")];

    /// <summary>Where it all is until the tests end.</summary>
    internal static string Folder { get; } = Directory.CreateTempSubdirectory("segue-pack-").FullName;

    internal static string Artifacts => Path.Combine(Folder, "artifacts");

    internal static Package Get(string id) => Packages.Single(package => package.Id == id);

    [AssemblyInitialize]
    public static void Pack(TestContext context)
    {
        _ = context;
        foreach (var feed in Feeds) Directory.CreateDirectory(feed);
        Run("pack", "Shim.sln", "--output", Feeds[0]);
        Run("pack", "src/Contracts/OpenTracing/OpenTracing.csproj", "--output", Feeds[1], "-property:IsPackable=true;PackageId=OpenTracing;PackageVersion=0.12.1;IncludeSymbols=false");
        Packages = [.. Directory.EnumerateFiles(Feeds[0], "*.nupkg").Select(Open)];
        Symbols = [.. Directory.EnumerateFiles(Feeds[0], "*.snupkg").Select(Open)];
    }

    [AssemblyCleanup]
    public static void Delete() => Directory.Delete(Folder, recursive: true);

    /// <summary>Builds as a release is built, with the symbols of a repository that has an address.</summary>
    internal static void Run(params string[] arguments)
    {
        var command = new Command("dotnet", Root, [.. arguments, "--artifacts-path", Artifacts, "--configuration", "Release", "--verbosity", "quiet", "-nodeReuse:false", "-property:NuGetAudit=false;RunAnalyzers=false"]);
        // What CI=true sets, but for the settings of git, of which it reads the repository's own alone: a clone may have no address to link to, so the address is given here.
        command.Environment.Remove("CI");
        command.Environment["DeterministicSourcePaths"] = "true";
        command.Environment["GitRepositoryRemoteName"] = "release";
        command.Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, "config");
        Directory.CreateDirectory(Path.Combine(Folder, "config", "git"));
        File.WriteAllText(Path.Combine(Folder, "config", "git", "config"), "[remote \"release\"]\n\turl = https://github.com/segue-tracing/segue.git\n");
        var (code, output) = command.Run(_limit);
        if (code != 0) Assert.Fail($"dotnet {arguments[0]} ended with {code}:{Environment.NewLine}{output}");
    }

    private static Package Open(string path)
    {
        using var file = File.OpenRead(path);
        return new Package(file);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shim.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above " + AppContext.BaseDirectory + " has a Shim.sln.");
    }
}
