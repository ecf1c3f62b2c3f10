using System.Diagnostics;

namespace Segue.Packaging.Tests;

/// <summary>The packages that packing the solution gives, built aside so that no other build is disturbed.</summary>
[TestClass]
public static class PackedSolution
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    // Set by the test host for itself; they would send the inner build to the wrong place.
    private static readonly string[] _inherited = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBUILD_EXE_PATH"];

    internal static string Root { get; } = FindRoot();

    internal static IReadOnlyList<Package> Packages { get; private set; } = [];

    internal static Package Get(string id) => Packages.Single(package => package.Id == id);

    [AssemblyInitialize]
    public static void Pack(TestContext context)
    {
        _ = context;
        var folder = Directory.CreateTempSubdirectory("segue-pack-").FullName;
        try
        {
            Run(Root, Path.Combine(folder, "artifacts"), Path.Combine(folder, "packages"));
            Packages = [.. Directory.EnumerateFiles(Path.Combine(folder, "packages"), "*.nupkg").Select(Open)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string root, string artifacts, string packages)
    {
        string[] arguments =
        [
            "pack", "Shim.sln", "--artifacts-path", artifacts, "--output", packages, "--configuration", "Release",
            "--verbosity", "quiet", "-nodeReuse:false", "-property:NuGetAudit=false;RunAnalyzers=false",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in _inherited) start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        Directory.CreateDirectory(packages);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("dotnet pack did not end within " + _limit);
        }

        if (process.ExitCode != 0) Assert.Fail($"dotnet pack ended with {process.ExitCode}:{Environment.NewLine}{output.Result}{errors.Result}");
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
