namespace Segue.Attach.Tool;

/// <summary>The variables that attach, as they are set for one process; without them nothing is left of it.</summary>
internal static class ChildEnvironment
{
    internal const string StartupHooks = "DOTNET_STARTUP_HOOKS";
    internal const string AdditionalDeps = "DOTNET_ADDITIONAL_DEPS";
    internal const string SharedStore = "DOTNET_SHARED_STORE";
    internal const string HostingStartups = "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES";
    internal const string Replace = "SEGUE_ATTACH_REPLACE";

    /// <summary>The variables that are to be set, those that are set already continued.</summary>
    internal static IReadOnlyDictionary<string, string> Additions(CommandLine line, HookLayout layout, Func<string, string?> variable)
    {
        var additions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line.Web) additions[HostingStartups] = Append(variable(HostingStartups), HookLayout.HostingStartup, ';');
        else additions[StartupHooks] = Append(variable(StartupHooks), layout.Hook, Path.PathSeparator);
        additions[AdditionalDeps] = Append(variable(AdditionalDeps), line.Web ? layout.WebAdditionalDeps : layout.AdditionalDeps, Path.PathSeparator);
        additions[SharedStore] = Append(variable(SharedStore), layout.SharedStore, Path.PathSeparator);
        if (line.Replace) additions[Replace] = "true";
        return additions;
    }

    private static string Append(string? existing, string value, char separator) =>
        string.IsNullOrEmpty(existing) ? value : existing.Split(separator).Contains(value, StringComparer.Ordinal) ? existing : existing + separator + value;
}
