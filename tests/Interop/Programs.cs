using System.Reflection;

namespace Segue.Interop;

/// <summary>The programs that the tests start, and what is missing of them.</summary>
internal static class Programs
{
    internal static string HostAssembly { get; } = Read("HostAssembly");

    internal static string PeersFolder { get; } = Read("PeersFolder");

    /// <summary>Node, or <see langword="null"/> where it is not installed.</summary>
    internal static string? Node { get; } = Find(OperatingSystem.IsWindows() ? "node.exe" : "node");

    /// <summary>Ends a test as inconclusive where the peers can't run.</summary>
    internal static void RequireNode()
    {
        if (Node is null) Assert.Inconclusive("Node is not installed; these tests need it (18.19 or later) and its npm.");
        if (!Directory.Exists(Path.Combine(PeersFolder, "node_modules")))
            Assert.Inconclusive("The peers are not installed; run: npm ci --ignore-scripts --prefix tests/Interop/peers");
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static string Read(string key) => typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
