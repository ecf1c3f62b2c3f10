namespace Segue.Attach.Tool;

/// <summary>Where the files lie that attached applications load.</summary>
internal sealed class HookLayout
{
    internal HookLayout(string toolFolder) => Home = Path.Combine(toolFolder, "hook");

    internal string Home { get; }

    /// <summary>The assembly that <c>DOTNET_STARTUP_HOOKS</c> names.</summary>
    internal string Hook => Path.Combine(Home, "Segue.Attach.Hook.dll");

    /// <summary>What lets the host of an older framework choose a newer DiagnosticSource.</summary>
    internal string AdditionalDeps => Path.Combine(Home, "deps");

    /// <summary>The same, and the assembly that ASP.NET Core loads.</summary>
    internal string WebAdditionalDeps => Path.Combine(Home, "web");

    internal string SharedStore => Path.Combine(Home, "store");

    /// <summary>Name of the assembly that ASP.NET Core loads.</summary>
    internal static string HostingStartup => "Segue.Attach.Web";

    /// <summary>What is missing; a wrong path would end the application before it starts.</summary>
    internal IEnumerable<string> Missing() =>
        new[] { Hook, Path.Combine(Home, "Segue.Core.dll"), Path.Combine(Home, "Segue.Sdk.dll"), Path.Combine(Home, "Segue.Shim.dll") }.Where(path => !File.Exists(path))
            .Concat(new[] { AdditionalDeps, WebAdditionalDeps, SharedStore }.Where(path => !Directory.Exists(path)));
}
