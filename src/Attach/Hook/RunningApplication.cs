using System.Reflection;
using System.Runtime.Loader;

namespace Segue.Attach;

/// <summary>The application that the hook finds itself in: its name and the assemblies that it and its framework bring.</summary>
internal sealed class RunningApplication
{
    // Tools of the SDK inherit the variables from the shell; tests set the global tracer themselves.
    private static readonly string[] _tools =
    [
        "dotnet", "MSBuild", "vstest.console", "datacollector", "csc", "vbc", "fsc", "VBCSCompiler", "NuGet.CommandLine.XPlat", "dotnet-watch", "segue-attach", "ef",
    ];

    private readonly HashSet<string> _names;

    internal RunningApplication(string entry, IEnumerable<string> assemblies)
    {
        Entry = entry;
        _names = new HashSet<string>(assemblies.Select(path => Path.GetFileNameWithoutExtension(path)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Simple name of the assembly with <c>Main</c>.</summary>
    internal string Entry { get; }

    /// <summary>Whether this is the dotnet command line, a compiler or a test runner rather than an application.</summary>
    internal bool IsTool =>
        _tools.Contains(Entry, StringComparer.OrdinalIgnoreCase)
        || Entry.StartsWith("testhost", StringComparison.OrdinalIgnoreCase)
        || Entry.StartsWith("dotnet-", StringComparison.OrdinalIgnoreCase);

    internal static RunningApplication Find()
    {
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return new RunningApplication(
            Assembly.GetEntryAssembly()?.GetName().Name ?? Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs().FirstOrDefault() ?? ""),
            trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether application or framework list an assembly of this name.</summary>
    internal bool Brings(string name) => _names.Contains(name);

    /// <summary>Loads what the application and its framework bring under a name.</summary>
    /// <returns><see langword="null"/> when they don't, or it can't be loaded.</returns>
    internal static Assembly? Load(string name)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
