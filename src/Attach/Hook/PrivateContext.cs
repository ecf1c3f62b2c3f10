using System.Reflection;
using System.Runtime.Loader;

namespace Segue.Attach;

/// <summary>Room for copies of what the application has in a version that is too old for Segue.</summary>
/// <remarks>
/// The application keeps its own copies and never sees these. What must be one in a process comes from the application still:
/// OpenTracing, the framework with its Activities, and whatever is new enough.
/// </remarks>
internal sealed class PrivateContext : AssemblyLoadContext
{
    private readonly string _home;
    private readonly HashSet<string> _shared;

    private PrivateContext(string home, HashSet<string> shared)
        : base("Segue")
    {
        _home = home;
        _shared = shared;
    }

    /// <summary>Calls a static method of this assembly, as it is loaded into a room of its own.</summary>
    internal static void Call(Type type, string method, RunningApplication application, IEnumerable<string> tooOld, params object[] arguments)
    {
        // Segue and OpenTelemetry as a whole: half of one and half of another version is what this is to avoid.
        var shared = VersionDemand.All.Select(demand => demand.Name)
            .Where(name => application.Brings(name) && !name.StartsWith("OpenTelemetry", StringComparison.Ordinal) && !name.StartsWith("Segue.", StringComparison.Ordinal))
            .Except(tooOld).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var context = new PrivateContext(OwnAssemblies.Home!, shared);
        var again = context.LoadFromAssemblyPath(type.Assembly.Location).GetType(type.FullName!, throwOnError: true)!;
        again.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, arguments);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { Length: > 0 } name || !string.IsNullOrEmpty(assemblyName.CultureName) || name == "OpenTracing" || _shared.Contains(name)) return null;
        return OwnAssemblies.PathOf(_home, name) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
