namespace Segue.Attach.Tests;

/// <summary>The legacy program in one file, published once for each framework.</summary>
internal static class SingleFile
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<string, string> _published = [];
    private static TemporaryFolder? _folder;

    internal static string Publish(string framework)
    {
        lock (_gate)
        {
            if (_published.TryGetValue(framework, out var program)) return program;
            _folder ??= new TemporaryFolder();
            var output = _folder.Combine(framework);
            var run = ProgramRun.Of(Built.Dotnet,
            [
                "publish", Path.Combine(Built.Repository, "tests", "Attach.Legacy", "Attach.Legacy.csproj"), "--framework", framework, "--use-current-runtime", "--self-contained", "false",
                "--artifacts-path", _folder.Combine("artifacts"), "--output", output, "--verbosity", "quiet", "-nodeReuse:false",
                "-property:PublishSingleFile=true;NuGetAudit=false;RunAnalyzers=false",
            ]).GetAwaiter().GetResult();
            Assert.AreEqual(0, run.ExitCode, run.ToString());
            program = Path.Combine(output, OperatingSystem.IsWindows() ? "legacy.exe" : "legacy");
            Assert.IsFalse(File.Exists(Path.Combine(output, "OpenTracing.dll")), "It is not in one file.");
            return _published[framework] = program;
        }
    }

    internal static void Remove() => _folder?.Dispose();
}
