namespace Segue.Attach.Tool;

/// <summary>Finds a program as a shell does.</summary>
internal static class SearchPath
{
    internal static string? Find(string command, Func<string, string?> variable)
    {
        if (command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return Candidates(command).FirstOrDefault(File.Exists) is { } given ? Path.GetFullPath(given) : null;

        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => Candidates(Path.Combine(folder, command))).FirstOrDefault(IsProgram);
    }

    private static string[] Candidates(string path) => OperatingSystem.IsWindows() && Path.GetExtension(path).Length == 0 ? [path + ".exe", path + ".cmd"] : [path];

    private static bool IsProgram(string path)
    {
        if (!File.Exists(path)) return false;
        const UnixFileMode Any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Any) != 0;
    }
}
