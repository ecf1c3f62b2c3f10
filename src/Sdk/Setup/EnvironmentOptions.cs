using System.Globalization;
using System.Reflection;
using Segue.Agent;
using Segue.Diagnostics;
using Segue.Processing;

namespace Segue;

/// <summary>Resolves options against the environment; the only file that reads it.</summary>
internal static class EnvironmentOptions
{
    /// <summary>Resolves against this process's environment.</summary>
    internal static SegueSettings Resolve(SegueOptions options) => Resolve(options, System.Environment.GetEnvironmentVariable, File.Exists);

    /// <summary>Resolves against a given environment.</summary>
    internal static SegueSettings Resolve(SegueOptions options, Func<string, string?> variable, Func<string, bool> fileExists)
    {
        string? Read(string name) => variable(name) is { } value && value.Trim() is { Length: > 0 } trimmed ? trimmed : null;

        var attributes = ParsePairs(Read("OTEL_RESOURCE_ATTRIBUTES"), '=', ",", Uri.UnescapeDataString);
        var service = Given(options.ServiceName) ?? Read("DD_SERVICE") ?? Read("OTEL_SERVICE_NAME") ?? Take(attributes, "service.name");
        var version = Given(options.Version) ?? Read("DD_VERSION") ?? Take(attributes, "service.version");
        var environment = Given(options.Environment) ?? Read("DD_ENV") ?? Take(attributes, "deployment.environment.name") ?? Take(attributes, "deployment.environment");
        foreach (var taken in new[] { "service.name", "service.version", "deployment.environment.name", "deployment.environment" }) attributes.Remove(taken);

        var tags = attributes;
        foreach (var tag in ParseTags(Read("DD_TAGS"))) tags[tag.Key] = tag.Value;
        foreach (var tag in options.Tags) tags[tag.Key] = tag.Value;

        var guest = options.GuestMode ?? (Read("SEGUE_GUEST_MODE") is null ? null : IsOn(Read, "SEGUE_GUEST_MODE", false));
        var exits = AgentAddress.ResolveExits(options, Read, fileExists, out var given);
        var name = service ?? Assembly.GetEntryAssembly()?.GetName().Name ?? "unknown_service:dotnet";
        var settings = new SegueSettings
        {
            Enabled = options.Enabled && IsOn(Read, "SEGUE_ENABLED", true) && IsOn(Read, "DD_TRACE_ENABLED", true) && !IsOn(Read, "OTEL_SDK_DISABLED", false),
            ServiceName = name,
            ServiceNameIsGiven = service is not null,
            Environment = environment,
            Version = version,
            Tags = tags,
            Exits = exits,
            ExitsAreGiven = given,
            AgentUri = AgentAddress.Resolve(options, Read, fileExists),
            RecordFrameworkSpans = options.FrameworkSpans == FrameworkSpans.On || (options.FrameworkSpans == FrameworkSpans.Auto && !ContribIsLoaded()),
            FrameworkSpansAreFound = options.FrameworkSpans == FrameworkSpans.Auto,
            LeaveFrameworkSpans = options.FrameworkSpans == FrameworkSpans.Auto && guest != false,
            Sources = [.. options.Sources],
            Sampling = SamplingResolution.Resolve(options, Read, name, environment, version, tags),
            DropEarly = options.DropEarly,
            GuestMode = guest,
            Owner = guest switch { true => GuestDetection.Asked, false => null, _ => GuestDetection.FindAttached(Read, LoadedAssemblies()) },
            Propagation = PropagationSettings.Resolve(options, Read, IsOn),
            PartialFlushSpans = ReadPartialFlush(Read),
            SpanRules = ReadSpanRules(Read),
            ServiceMapping = ReadServiceMapping(Read),
            HeaderTags = HeaderTags.Read(Read("DD_TRACE_HEADER_TAGS")),
            SayStart = IsOn(Read, "DD_TRACE_STARTUP_LOGS", true),
        };
        settings.Origins = SettingOrigins.Find(options, settings.PartialFlushSpans == 0, Read);
        return settings;
    }

    /// <summary>Reads <c>DD_TAGS</c>: separated by commas if there is one, else by spaces; the first colon splits.</summary>
    internal static Dictionary<string, string> ParseTags(string? text) => ParsePairs(text, ':', text?.IndexOf(',') >= 0 ? "," : " ");

    private static Dictionary<string, string> ReadServiceMapping(Func<string, string?> read)
    {
        const string Name = "DD_TRACE_SERVICE_MAPPING";
        var pairs = ParsePairs(read(Name), ':', ",");
        foreach (var empty in pairs.Where(static pair => pair.Value.Length == 0).ToArray())
        {
            // A span without a service would be the agent's to name.
            SegueEventSource.Log.BadSetting(Name, empty.Key, "from:to,from:to");
            pairs.Remove(empty.Key);
        }

        return pairs;
    }

    private static int ReadPartialFlush(Func<string, string?> read)
    {
        const string Name = "DD_TRACE_PARTIAL_FLUSH_MIN_SPANS";
        if (!IsOn(read, "DD_TRACE_PARTIAL_FLUSH_ENABLED", true)) return 0;
        if (read(Name) is not { } text) return AssemblyLimits.DefaultPartialSpans;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var spans) && spans > 0) return spans;
        SegueEventSource.Log.BadSetting(Name, text, "1 or more");
        return AssemblyLimits.DefaultPartialSpans;
    }

    private static IReadOnlyList<SpanRule> ReadSpanRules(Func<string, string?> read)
    {
        const string Name = "DD_SPAN_SAMPLING_RULES";
        if (read(Name) is not { } json) return [];
        if (!SpanRuleReading.TryRead(json, TimeProvider.System, out var rules)) SegueEventSource.Log.BadSetting(Name, json, SpanRuleReading.Accepted);
        return rules;
    }

    internal static double? ReadNumber(Func<string, string?> read, string name, double lowest, double highest, string accepted)
    {
        if (read(name) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest) return number;
        SegueEventSource.Log.BadSetting(name, text, accepted);
        return null;
    }

    internal static bool IsOn(Func<string, string?> read, string name, bool otherwise)
    {
        var value = read(name);
        switch (value?.ToLowerInvariant())
        {
            case null: return otherwise;
            case "true" or "1" or "yes" or "y" or "t": return true;
            case "false" or "0" or "no" or "n" or "f": return false;
            default:
                SegueEventSource.Log.BadSetting(name, value!, "true, false");
                return otherwise;
        }
    }

    private static string? Given(string? option) => string.IsNullOrWhiteSpace(option) ? null : option;

    private static string? Take(Dictionary<string, string> pairs, string key) => pairs.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    private static Dictionary<string, string> ParsePairs(string? text, char splitter, string separator, Func<string, string>? decode = null)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (text ?? "").Split([separator[0]], StringSplitOptions.RemoveEmptyEntries))
        {
            var split = pair.IndexOf(splitter);
            var key = (split < 0 ? pair : pair.Substring(0, split)).Trim();
            var value = split < 0 ? "" : pair.Substring(split + 1).Trim();
            if (key.Length > 0) pairs[key] = decode is null ? value : decode(value);
        }

        return pairs;
    }

    internal static bool ContribIsLoaded() => LoadedAssemblies().Any(static assembly => assembly.Name == LateInstrumentation.AssemblyName);

    private static IEnumerable<AssemblyName> LoadedAssemblies() => AppDomain.CurrentDomain.GetAssemblies().Select(static assembly => assembly.GetName());
}
