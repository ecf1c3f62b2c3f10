using System.Reflection;

namespace Segue.Attach.Tests;

/// <summary>Where the build put what these tests run.</summary>
internal static class Built
{
    internal static string Repository { get; } = Metadata("Repository");

    internal static string Configuration { get; } = Metadata("Configuration");

    internal static string Tool { get; } = Path.Combine(Repository, "src", "Attach", "Tool", "bin", Configuration, "net8.0", "segue-attach.dll");

    internal static string Hook { get; } = Path.Combine(Path.GetDirectoryName(Tool)!, "hook");

    internal static string HookAssembly { get; } = Path.Combine(Hook, "Segue.Attach.Hook.dll");

    /// <summary>The program that runs .NET assemblies, with the runtimes that are installed.</summary>
    internal static string Dotnet { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } told ? told : Segue.Attach.Tool.SearchPath.Find("dotnet", Environment.GetEnvironmentVariable)!;

    internal static string Legacy(string framework) => Path.Combine(Repository, "tests", "Attach.Legacy", "bin", Configuration, framework, "legacy.dll");

    internal static string LegacyWeb(string framework) => Path.Combine(Repository, "tests", "Attach.LegacyWeb", "bin", Configuration, framework, "legacyweb.dll");

    internal static string Package(string id, string version, string target) =>
        Path.Combine(Metadata("Packages"), id.ToLowerInvariant(), version, "lib", target, id + ".dll");

    /// <summary>The command that runs the legacy program on a framework's own runtime.</summary>
    internal static string[] LegacyCommand(string framework)
    {
        var dotnet = DotnetWith(framework);
        if (framework != "net9.0") return [dotnet, Legacy(framework)];
        // Built for .NET 8, and run on the next one.
        var runtimes = Path.Combine(Path.GetDirectoryName(File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet)!, "shared", "Microsoft.NETCore.App");
        return [dotnet, "exec", "--fx-version", Path.GetFileName(Directory.EnumerateDirectories(runtimes, "9.*").Max())!, Legacy("net8.0")];
    }

    /// <summary>A dotnet program that has the runtime of a framework; the test is inconclusive where there is none.</summary>
    internal static string DotnetWith(string framework)
    {
        var major = framework["net".Length..].Split('.')[0];
        var composed = Path.Combine(Environment.GetEnvironmentVariable("SEGUE_TEST_DOTNET") is { Length: > 0 } told ? told : Path.Combine(Repository, "artifacts", "dotnet"), "dotnet");
        foreach (var program in new[] { Dotnet, composed })
        {
            if (!File.Exists(program)) continue;
            var root = Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!;
            var runtimes = Path.Combine(root, "shared", "Microsoft.NETCore.App");
            if (Directory.Exists(runtimes) && Directory.EnumerateDirectories(runtimes, major + ".*").Any()) return program;
        }

        Assert.Inconclusive($"There is no .NET {major} runtime. Install it, or run '.ci/runtimes', or name a folder with it in SEGUE_TEST_DOTNET.");
        return "";
    }

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
