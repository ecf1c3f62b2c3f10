using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Segue.Attach;

/// <summary>The assemblies that came with the hook, in its own folder.</summary>
/// <remarks>
/// The runtime asks here only for what the application and its framework lack, so a copy of theirs always wins.
/// </remarks>
internal static class OwnAssemblies
{
    internal const string Marker = "Segue.Core.dll";

    private static volatile bool _open = true;

    /// <summary>The folder with the hook's dependencies.</summary>
    /// <value><see langword="null"/> when they can't be found.</value>
    internal static string? Home { get; } = FindHome(typeof(OwnAssemblies).Assembly.Location);

    // Older runtimes don't understand what is compiled for .NET 10, and would compile it anew; other processors would refuse it.
    private static string? Platform { get; } =
        Environment.Version.Major >= 10 && OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : null;

    /// <summary>Leaves the application alone from now on.</summary>
    internal static void Close()
    {
        _open = false;
        AssemblyLoadContext.Default.Resolving -= Resolve;
    }

    internal static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (!_open || Home is null || name.Name is not { Length: > 0 } simple || simple.AsSpan().IndexOfAny('/', '\\') >= 0) return null;
        // Satellite assemblies, and anything that only the application can bring.
        if (!string.IsNullOrEmpty(name.CultureName) || simple == "OpenTracing") return null;
        return PathOf(Home, simple) is { } path ? context.LoadFromAssemblyPath(path) : null;
    }

    /// <summary>The file of an assembly; where there is one that is compiled for this runtime already, that.</summary>
    /// <returns><see langword="null"/> when it did not come with the hook.</returns>
    internal static string? PathOf(string home, string name)
    {
        if (Platform is not null)
        {
            var compiled = Path.Combine(home, "compiled", Platform, name + ".dll");
            if (File.Exists(compiled)) return compiled;
        }

        var path = Path.Combine(home, name + ".dll");
        return File.Exists(path) ? path : null;
    }

    /// <summary>Finds the folder beside the hook, or above it when the hook was loaded from the shared store.</summary>
    internal static string? FindHome(string location)
    {
        if (location.Length == 0) return null;
        for (var folder = Path.GetDirectoryName(location); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Marker))) return folder;
        }

        return Path.GetDirectoryName(location);
    }
}
