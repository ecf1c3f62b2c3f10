using System.Reflection;

namespace Segue.Attach;

/// <summary>How old an assembly of the application or its framework may be for Segue to use it in place of its own.</summary>
/// <remarks>
/// OpenTelemetry never moves its assembly version, so an older copy loads and fails later, at a missing member: its file version tells.
/// The others fail to load when their assembly version is lower than what was compiled against.
/// </remarks>
internal sealed record VersionDemand(string Name, Version Least, bool OfFile)
{
    /// <summary>One for each process: Activities of two copies don't know each other.</summary>
    internal const string Shared = "System.Diagnostics.DiagnosticSource";

    private static readonly Version _openTelemetry = new(1, 20, 1);
    private static readonly Version _extensions = new(8, 0, 0, 0);

    /// <summary>Everything beside the hook that an application or a framework may bring as well.</summary>
    internal static IReadOnlyList<VersionDemand> All { get; } =
    [
        new(Shared, new Version(10, 0, 0, 0), OfFile: false),
        new("OpenTelemetry", _openTelemetry, OfFile: true),
        new("OpenTelemetry.Api", _openTelemetry, OfFile: true),
        new("OpenTelemetry.Api.ProviderBuilderExtensions", _openTelemetry, OfFile: true),
        new("OpenTelemetry.Exporter.OpenTelemetryProtocol", _openTelemetry, OfFile: true),
        new("Segue.Core", FileVersion(typeof(VersionDemand).Assembly) ?? new Version(), OfFile: true),
        new("Microsoft.Extensions.Configuration", _extensions, OfFile: false),
        new("Microsoft.Extensions.Configuration.Abstractions", _extensions, OfFile: false),
        new("Microsoft.Extensions.Configuration.Binder", _extensions, OfFile: false),
        new("Microsoft.Extensions.Configuration.EnvironmentVariables", _extensions, OfFile: false),
        new("Microsoft.Extensions.DependencyInjection", _extensions, OfFile: false),
        new("Microsoft.Extensions.DependencyInjection.Abstractions", _extensions, OfFile: false),
        new("Microsoft.Extensions.Diagnostics.Abstractions", _extensions, OfFile: false),
        new("Microsoft.Extensions.Logging", _extensions, OfFile: false),
        new("Microsoft.Extensions.Logging.Abstractions", _extensions, OfFile: false),
        new("Microsoft.Extensions.Logging.Configuration", _extensions, OfFile: false),
        new("Microsoft.Extensions.Options", _extensions, OfFile: false),
        new("Microsoft.Extensions.Options.ConfigurationExtensions", _extensions, OfFile: false),
        new("Microsoft.Extensions.Primitives", _extensions, OfFile: false),
    ];

    /// <summary>Finds the assemblies that are too old, with the version that was found.</summary>
    internal static List<(VersionDemand Demand, Version Found)> Unmet(RunningApplication application)
    {
        var unmet = new List<(VersionDemand, Version)>();
        foreach (var demand in All)
        {
            if (!application.Brings(demand.Name) || RunningApplication.Load(demand.Name) is not { } assembly) continue;
            var found = demand.OfFile ? FileVersion(assembly) : assembly.GetName().Version;
            if (!demand.IsMetBy(found)) unmet.Add((demand, found!));
        }

        return unmet;
    }

    /// <summary>Whether a version will do; one that can't be read will.</summary>
    internal bool IsMetBy(Version? found) => found is null || found >= Least;

    // Not from the file: in a single-file application there is none.
    private static Version? FileVersion(Assembly assembly) =>
        Version.TryParse(assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version, out var version) ? version : null;
}
