namespace Segue.Attach.Tool.Doctor;

/// <summary>Which of the installed runtimes the host would choose; patch and minor versions as far as a major version needs them.</summary>
internal static class RuntimeChoice
{
    /// <summary>The folder with the frameworks of a <c>dotnet</c> program.</summary>
    internal static string RootOf(string program) =>
        Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(program))!;

    /// <summary>The folder that a program with its own host takes them from.</summary>
    internal static string FindRoot(Func<string, string?> variable)
    {
        if (variable("DOTNET_ROOT") is { Length: > 0 } told) return told;
        if (SearchPath.Find("dotnet", variable) is { } program) return RootOf(program);
        return OperatingSystem.IsWindows() ? @"C:\Program Files\dotnet" : "/usr/share/dotnet";
    }

    internal static IReadOnlyList<Version> Installed(string root)
    {
        var folder = Path.Combine(root, "shared", "Microsoft.NETCore.App");
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateDirectories(folder).Select(path => Version.TryParse(Path.GetFileName(path).Split('-')[0], out var version) ? version : null).OfType<Version>().Order()];
    }

    internal static Version Choose(Version requested, string? rollForward, IReadOnlyList<Version> installed)
    {
        var fitting = installed.Where(version => version >= requested).ToArray();
        if (string.Equals(rollForward, "LatestMajor", StringComparison.OrdinalIgnoreCase)) return fitting.LastOrDefault() ?? requested;
        var same = fitting.LastOrDefault(version => version.Major == requested.Major);
        if (same is not null || !string.Equals(rollForward, "Major", StringComparison.OrdinalIgnoreCase)) return same ?? requested;
        return fitting.FirstOrDefault() is { } next ? fitting.Last(version => version.Major == next.Major) : requested;
    }
}
