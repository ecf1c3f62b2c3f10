namespace Segue.Attach.Tool.Doctor;

/// <summary>Whether the hook would be loaded at all, and whether it would stay.</summary>
internal static class AttachFindings
{
    private const string OpenTelemetry = "OpenTelemetry";

    // The hook has the same.
    private static readonly Version _leastOpenTelemetry = new(1, 20, 1);

    internal static IEnumerable<Finding> Of(CommandLine line, HookLayout layout, Target target, Func<string, string?> variable)
    {
        foreach (var missing in layout.Missing()) yield return Finding.Problem("installation", $"there is no {missing}; a wrong hook path ends every .NET application at its start. Install segue-attach again.");
        foreach (var finding in Surroundings(variable)) yield return finding;
        foreach (var finding in Program(line, target)) yield return finding;
        if (target.Kind is not (TargetKind.Assembly or TargetKind.SingleFile)) yield break;

        if (!target.Brings("OpenTracing"))
        {
            yield return Finding.Problem("OpenTracing", $"{target.Name} has no OpenTracing.dll, so the hook leaves it alone.");
            yield break;
        }

        yield return Finding.Ok("OpenTracing", "found" + Versions(target, "OpenTracing") + ".");
        if (target.Brings("Segue.Shim") || target.Brings("Segue.Sdk"))
            yield return Finding.Problem("own Segue", "the application brings Segue itself, so the hook steps aside; what it sets up in its code is in force.");
        foreach (var old in target.Assemblies.Where(IsTooOld))
            yield return Finding.Note("old " + OpenTelemetry, $"the application's {old.Name} {old.FileVersion} is older than {_leastOpenTelemetry}, so Segue uses a copy of its own: traces are joined, but baggage and propagators that the application sets through its OpenTelemetry are not seen by it, and requests of ASP.NET Core are not enriched.");
    }

    private static bool IsTooOld(AssemblyFacts assembly) =>
        (assembly.Name == OpenTelemetry || assembly.Name.StartsWith(OpenTelemetry + ".Api", StringComparison.Ordinal) || assembly.Name == OpenTelemetry + ".Exporter.OpenTelemetryProtocol")
        && assembly.FileVersion is { } version && version < _leastOpenTelemetry;

    private static IEnumerable<Finding> Surroundings(Func<string, string?> variable)
    {
        foreach (var path in (variable(ChildEnvironment.StartupHooks) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.IsPathFullyQualified(path) && !File.Exists(path))
                yield return Finding.Problem("wrong hook path", $"{ChildEnvironment.StartupHooks} names {path}, which does not exist: the runtime ends the application before its first line. Unset or correct it.");
        }

        if (Says(variable("SEGUE_ATTACH"), "false", "0")) yield return Finding.Problem("switched off", "SEGUE_ATTACH is false. Unset it.");
    }

    private static IEnumerable<Finding> Program(CommandLine line, Target target)
    {
        switch (target.Kind)
        {
            case TargetKind.NativeAot:
                yield return Finding.Problem("NativeAOT", $"{target.Name} is compiled ahead of time and loads no hooks. Register the shim in its code.");
                break;
            case TargetKind.SdkCommand:
                yield return Finding.Note("SDK command", $"'{target.Name}' is left alone itself; an application that it starts inherits the variables. Name the application's assembly to have it examined.");
                break;
            case TargetKind.Unknown:
                yield return Finding.Note("program", $"{target.Name} is not a .NET program, or can't be found; .NET applications that it starts inherit the variables, and one before .NET {Target.LeastMajor} would be ended by them. Name the application's assembly to have it examined.");
                break;
            default:
                yield return Finding.Ok("program", target.Kind == TargetKind.SingleFile ? $"{target.Name}, a single-file application." : $"{target.Name}.");
                break;
        }

        if (target.HooksAreOff)
        {
            yield return line.Web
                ? Finding.Note("trimmed", "startup hooks were switched off when it was published; hosting startup may have been trimmed away as well.")
                : Finding.Problem("trimmed", "startup hooks were switched off when it was published, as trimming does; the runtime ignores them without a word. Publish it with StartupHookSupport=true and untrimmed, or register the shim in its code.");
        }

        if (target.Runtime is { Major: < Target.LeastMajor } old)
            yield return Finding.Problem("runtime too old", $"it runs on .NET {old}, and the hook needs .NET {Target.LeastMajor} or later: there, it would end the application. 'segue-attach run' starts it without Segue.");
        else if (target.Runtime is { } runtime)
            yield return Finding.Ok("runtime", $".NET {runtime}{(target.SelfContained ? ", its own" : "")}.");
        var own = target.Assemblies.FirstOrDefault(assembly => assembly.Name == "System.Diagnostics.DiagnosticSource")?.Version;
        if (target.SelfContained && own is { Major: < 10 })
            yield return Finding.Problem("own framework", $"it is self-contained with DiagnosticSource {own}; Segue needs 10, and such an application takes none from outside. The hook steps aside. Reference System.Diagnostics.DiagnosticSource 10 in it, or publish it framework-dependent.");
    }

    private static string Versions(Target target, string name) =>
        target.Assemblies.First(assembly => assembly.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Version is { } version ? " " + version : "";

    private static bool Says(string? value, string word, string digit) =>
        value?.Trim() is { } trimmed && (trimmed.Equals(word, StringComparison.OrdinalIgnoreCase) || trimmed == digit);
}
