using System.Reflection;

namespace Segue.Attach;

/// <summary>How old an assembly of the application or its framework may be, since theirs is used instead of the hook's.</summary>
/// <remarks>
/// OpenTelemetry never moves its assembly version, so an older copy loads and fails later, at a missing member: its file version tells.
/// The others fail to load when their assembly version is lower than what was compiled against.
/// </remarks>
internal sealed record VersionDemand(string Name, Version Least, bool OfFile)
{
    /// <summary>Everything beside the hook that an application or a framework may bring as well.</summary>
    internal static IReadOnlyList<VersionDemand> All { get; } =
    [
        new("System.Diagnostics.DiagnosticSource", new Version(10, 0, 0, 0), OfFile: false),
        new("OpenTelemetry", new Version(1, 14, 0), OfFile: true),
        new("OpenTelemetry.Api", new Version(1, 14, 0), OfFile: true),
        new("OpenTelemetry.Api.ProviderBuilderExtensions", new Version(1, 14, 0), OfFile: true),
        new("OpenTelemetry.Exporter.OpenTelemetryProtocol", new Version(1, 14, 0), OfFile: true),
        .. new[]
        {
            "Configuration", "Configuration.Abstractions", "Configuration.Binder", "Configuration.EnvironmentVariables",
            "DependencyInjection", "DependencyInjection.Abstractions", "Diagnostics.Abstractions",
            "Logging", "Logging.Abstractions", "Logging.Configuration", "Options", "Options.ConfigurationExtensions", "Primitives",
        }.Select(name => new VersionDemand("Microsoft.Extensions." + name, new Version(8, 0, 0, 0), OfFile: false)),
    ];

    /// <summary>Finds the assemblies that are too old to attach to.</summary>
    internal static IEnumerable<string> Unmet(RunningApplication application)
    {
        foreach (var demand in All)
        {
            if (!application.Brings(demand.Name) || RunningApplication.Load(demand.Name) is not { } assembly) continue;
            if (demand.Explain(assembly.GetName().Version, FileVersion(assembly)) is { } reason) yield return reason;
        }
    }

    internal string? Explain(Version? assembly, Version? file)
    {
        var found = OfFile ? file : assembly;
        if (found is null || found >= Least) return null;
        var remedy = Name == "System.Diagnostics.DiagnosticSource"
            ? "set DOTNET_ADDITIONAL_DEPS and DOTNET_SHARED_STORE as 'segue-attach env' prints them"
            : "update it in the application";
        return $"it runs on {Name} {found}, and Segue needs {Least} or later: {remedy}";
    }

    // Not from the file: in a single-file application there is none.
    private static Version? FileVersion(Assembly assembly) =>
        Version.TryParse(assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version, out var version) ? version : null;
}
