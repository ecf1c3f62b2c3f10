using System.Text.Json;

namespace Segue.Attach.Tool.Doctor;

/// <summary>The program that a command starts, as far as its files tell.</summary>
internal sealed record Target(TargetKind Kind, string Name)
{
    /// <summary>The oldest runtime that the hook runs on.</summary>
    internal const int LeastMajor = 8;

    private static readonly string[] _optionsWithValue =
        ["--fx-version", "--roll-forward", "--additionalprobingpath", "--additional-deps", "--depsfile", "--runtimeconfig"];

    /// <summary>The runtime that it will run on; <see langword="null"/> when that can't be told.</summary>
    internal Version? Runtime { get; init; }

    internal bool SelfContained { get; init; }

    /// <summary>Whether its publishing switched startup hooks off, as trimming does.</summary>
    internal bool HooksAreOff { get; init; }

    /// <summary>The managed assemblies that it brings; those of the framework are not among them.</summary>
    internal IReadOnlyList<AssemblyFacts> Assemblies { get; init; } = [];

    internal bool Brings(string name) => Assemblies.Any(assembly => assembly.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal static Target Find(IReadOnlyList<string> command, Func<string, string?> variable)
    {
        if (SearchPath.Find(command[0], variable) is not { } program) return new Target(TargetKind.Unknown, command[0]);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") return OfDotnet(command, RuntimeChoice.RootOf(program), variable);
        if (program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) return new Target(TargetKind.Unknown, command[0]);

        var root = RuntimeChoice.FindRoot(variable);
        var beside = Path.ChangeExtension(program, OperatingSystem.IsWindows() ? ".dll" : null) is var bare && bare.EndsWith(".dll", StringComparison.Ordinal) ? bare : program + ".dll";
        if (File.Exists(beside)) return OfAssembly(beside, root, variable, version: null, rollForward: null);
        if (Bundle.TryRead(program) is { } bundle) return OfBundle(program, bundle, root, variable);
        return new Target(Bundle.Contains(program, "DotNetRuntimeDebugHeader"u8) ? TargetKind.NativeAot : TargetKind.Unknown, Path.GetFileName(program));
    }

    private static Target OfDotnet(IReadOnlyList<string> command, string root, Func<string, string?> variable)
    {
        string? version = null, rollForward = null;
        var i = 1;
        while (i < command.Count && (command[i] == "exec" || command[i].StartsWith('-')))
        {
            var value = _optionsWithValue.Contains(command[i]) && i + 1 < command.Count ? command[i + 1] : null;
            if (command[i] == "--fx-version") version = value;
            if (command[i] == "--roll-forward") rollForward = value;
            i += value is null ? 1 : 2;
        }

        if (i >= command.Count || !command[i].EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || !File.Exists(command[i]))
            return new Target(TargetKind.SdkCommand, i < command.Count ? "dotnet " + command[i] : "dotnet");
        return OfAssembly(Path.GetFullPath(command[i]), root, variable, version, rollForward);
    }

    private static Target OfAssembly(string path, string root, Func<string, string?> variable, string? version, string? rollForward)
    {
        var configuration = Path.ChangeExtension(path, ".runtimeconfig.json");
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.dll").Order(StringComparer.Ordinal);
        return Configured(new Target(TargetKind.Assembly, Path.GetFileNameWithoutExtension(path)), File.Exists(configuration) ? File.ReadAllBytes(configuration) : null, root, variable, version, rollForward) with
        {
            Assemblies = [.. files.Select(file => AssemblyFacts.TryRead(Path.GetFileNameWithoutExtension(file), () => File.OpenRead(file))).OfType<AssemblyFacts>()],
        };
    }

    private static Target OfBundle(string path, Bundle bundle, string root, Func<string, string?> variable)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Configured(new Target(TargetKind.SingleFile, name), bundle.Read(entry => entry.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)), root, variable, null, null) with
        {
            Assemblies = [.. bundle.Names.Where(entry => entry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                .Select(entry => AssemblyFacts.TryRead(Path.GetFileNameWithoutExtension(entry), () => bundle.Read(other => other == entry) is { } bytes ? new MemoryStream(bytes) : null)).OfType<AssemblyFacts>()],
        };
    }

    private static Target Configured(Target target, byte[]? configuration, string root, Func<string, string?> variable, string? version, string? rollForward)
    {
        if (configuration is null) return target;
        try
        {
            using var json = JsonDocument.Parse(configuration);
            var options = json.RootElement.GetProperty("runtimeOptions");
            var included = Frameworks(options, "includedFrameworks", null);
            var asked = included ?? Frameworks(options, "frameworks", "framework");
            var requested = version ?? asked;
            rollForward ??= variable("DOTNET_ROLL_FORWARD") ?? (options.TryGetProperty("rollForward", out var policy) ? policy.GetString() : null);
            var off = options.TryGetProperty("configProperties", out var properties)
                && properties.TryGetProperty("System.StartupHookProvider.IsSupported", out var supported) && supported.ValueKind == JsonValueKind.False;
            return target with
            {
                SelfContained = included is not null,
                HooksAreOff = off,
                Runtime = requested is null || !Version.TryParse(requested.Split('-')[0], out var parsed) ? null
                    : included is not null || version is not null ? parsed : RuntimeChoice.Choose(parsed, rollForward, RuntimeChoice.Installed(root)),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return target;
        }
    }

    private static string? Frameworks(JsonElement options, string list, string? single)
    {
        if (single is not null && options.TryGetProperty(single, out var only)) return only.GetProperty("version").GetString();
        if (!options.TryGetProperty(list, out var all)) return null;
        var core = all.EnumerateArray().FirstOrDefault(framework => framework.GetProperty("name").GetString() == "Microsoft.NETCore.App");
        return (core.ValueKind == JsonValueKind.Undefined ? all[0] : core).GetProperty("version").GetString();
    }
}
