using System.Globalization;
using System.Reflection;
using Segue.Diagnostics;
using Segue.Sampling;

namespace Segue;

/// <summary>Resolves options against the environment; the only file that reads it.</summary>
internal static class EnvironmentOptions
{
    internal const string DefaultSocket = "/var/run/datadog/apm.socket";

    private const int DefaultAgentPort = 8126;

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
        var exits = ResolveExits(options, Read, fileExists, out var given);
        var name = service ?? Assembly.GetEntryAssembly()?.GetName().Name ?? "unknown_service:dotnet";
        return new SegueSettings
        {
            Enabled = options.Enabled && IsOn(Read, "SEGUE_ENABLED", true) && IsOn(Read, "DD_TRACE_ENABLED", true) && !IsOn(Read, "OTEL_SDK_DISABLED", false),
            ServiceName = name,
            ServiceNameIsGiven = service is not null,
            Environment = environment,
            Version = version,
            Tags = tags,
            Exits = exits,
            ExitsAreGiven = given,
            AgentUri = ResolveAgent(options, Read, fileExists),
            RecordFrameworkSpans = options.FrameworkSpans == FrameworkSpans.On || (options.FrameworkSpans == FrameworkSpans.Auto && !ContribIsLoaded()),
            Sources = [.. options.Sources],
            Sampling = ResolveSampling(options, Read, name, environment, version, tags),
            DropEarly = options.DropEarly,
            GuestMode = guest,
            Owner = guest switch { true => GuestDetection.Asked, false => null, _ => GuestDetection.FindAttached(Read, LoadedAssemblies()) },
            Propagation = PropagationSettings.Resolve(options, Read, IsOn),
        };
    }

    /// <summary>Reads <c>DD_TAGS</c>: separated by commas if there is one, else by spaces; the first colon splits.</summary>
    internal static Dictionary<string, string> ParseTags(string? text) => ParsePairs(text, ':', text?.IndexOf(',') >= 0 ? "," : " ");

    private static List<SegueExit> ResolveExits(SegueOptions options, Func<string, string?> read, Func<string, bool> fileExists, out bool given)
    {
        given = true;
        if (options.Exits.Count > 0) return [.. new HashSet<SegueExit>(options.Exits)];

        const string Name = "OTEL_TRACES_EXPORTER";
        if (read(Name) is { } listed)
        {
            var exits = new List<SegueExit>();
            var understood = false;
            foreach (var item in listed.Split(','))
            {
                SegueExit? exit = null;
                switch (item.Trim().ToLowerInvariant())
                {
                    case "datadog": exit = SegueExit.Datadog; break;
                    case "otlp": exit = SegueExit.Otlp; break;
                    case "none": understood = true; continue;
                    case "": continue;
                    default: SegueEventSource.Log.BadSetting(Name, item, "datadog, otlp, none"); continue;
                }

                understood = true;
                if (!exits.Contains(exit.Value)) exits.Add(exit.Value);
            }

            if (understood) return exits;
        }

        given = false;
        var agent = read("DD_AGENT_HOST") is not null || read("DD_TRACE_AGENT_URL") is not null || fileExists(DefaultSocket);
        return [agent ? SegueExit.Datadog : SegueExit.Otlp];
    }

    private static Uri ResolveAgent(SegueOptions options, Func<string, string?> read, Func<string, bool> fileExists)
    {
        const string Accepted = "http://host:port, https://host:port, unix:///path";
        if (options.AgentUri is { } given)
        {
            return IsAgentUri(given) ? given : throw new ArgumentException("AgentUri is '" + given + "'; accepted are " + Accepted + ".", nameof(options));
        }

        if (read("DD_TRACE_AGENT_URL") is { } url)
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsAgentUri(uri)) return uri;
            SegueEventSource.Log.BadSetting("DD_TRACE_AGENT_URL", url, Accepted);
        }

        var host = read("DD_AGENT_HOST");
        var port = read("DD_TRACE_AGENT_PORT");
        if (host is null && port is null && fileExists(DefaultSocket)) return new Uri("unix://" + DefaultSocket);

        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
        {
            if (port is not null) SegueEventSource.Log.BadSetting("DD_TRACE_AGENT_PORT", port, "1 to 65535");
            number = DefaultAgentPort;
        }

        host ??= "localhost";
        if (host.IndexOf(':') >= 0 && host[0] != '[') host = "[" + host + "]";
        if (Uri.TryCreate("http://" + host + ":" + number.ToString(CultureInfo.InvariantCulture), UriKind.Absolute, out var built)) return built;
        SegueEventSource.Log.BadSetting("DD_AGENT_HOST", host, "a host name or address");
        return new Uri("http://localhost:" + number.ToString(CultureInfo.InvariantCulture));
    }

    private static SamplerSettings ResolveSampling(SegueOptions options, Func<string, string?> read, string service, string? environment, string? version, Dictionary<string, string> tags)
    {
        ResolveNamedSampler(read, out var namedRate, out var namedLimit);
        var settings = new SamplerSettings
        {
            Rules = options.SamplingRules.Count > 0 ? [.. options.SamplingRules] : ReadRules(read),
            SampleRate = options.SampleRate ?? ReadNumber(read, "DD_TRACE_SAMPLE_RATE", 0, 1, "0 to 1"),
            RateLimit = options.GivenRateLimit ?? ReadNumber(read, "DD_TRACE_RATE_LIMIT", double.MinValue, double.MaxValue, "traces each second, below 0 for no limit") ?? options.RateLimit,
            NamedRate = namedRate,
            NamedLimit = namedLimit,
            ServiceName = service,
            Environment = environment,
            Version = version,
            ProcessTags = tags,
        };
        SegueSampler.Check(settings);
        return settings;
    }

    private static IReadOnlyList<SamplingRule> ReadRules(Func<string, string?> read)
    {
        const string Name = "DD_TRACE_SAMPLING_RULES";
        if (read(Name) is not { } json) return [];
        var format = read("DD_TRACE_SAMPLING_RULES_FORMAT")?.ToLowerInvariant() ?? "glob";
        if (format is not ("glob" or "regex")) SegueEventSource.Log.BadSetting("DD_TRACE_SAMPLING_RULES_FORMAT", format, "glob, regex");
        if (!RuleReading.TryRead(json, format == "regex", out var rules)) SegueEventSource.Log.BadSetting(Name, json, RuleReading.Accepted);
        return rules;
    }

    // OpenTelemetry's name wins over Jaeger's; parent-based or not, a decision that came with the parent is always followed.
    private static void ResolveNamedSampler(Func<string, string?> read, out double? rate, out double? limit)
    {
        const string OpenTelemetry = "OTEL_TRACES_SAMPLER";
        const string Jaeger = "JAEGER_SAMPLER_TYPE";
        const double JaegerDefault = 0.001;
        rate = limit = null;
        switch (read(OpenTelemetry)?.ToLowerInvariant())
        {
            case null: break;
            case "always_on" or "parentbased_always_on": rate = 1; return;
            case "always_off" or "parentbased_always_off": rate = 0; return;
            case "traceidratio" or "parentbased_traceidratio": rate = ReadNumber(read, "OTEL_TRACES_SAMPLER_ARG", 0, 1, "0 to 1") ?? 1; return;
            default:
                SegueEventSource.Log.BadSetting(OpenTelemetry, read(OpenTelemetry)!, "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio");
                break;
        }

        double Parameter(double highest, string accepted) => ReadNumber(read, "JAEGER_SAMPLER_PARAM", 0, highest, accepted) ?? JaegerDefault;
        switch (read(Jaeger)?.ToLowerInvariant())
        {
            case null: break;
            case "const": rate = Parameter(double.MaxValue, "0 to drop, 1 to keep") == 0 ? 0 : 1; break;
            case "probabilistic": rate = Parameter(1, "0 to 1"); break;
            case "ratelimiting": limit = Parameter(double.MaxValue, "traces each second"); break;
            default: SegueEventSource.Log.BadSetting(Jaeger, read(Jaeger)!, "const, probabilistic, ratelimiting"); break;
        }
    }

    private static double? ReadNumber(Func<string, string?> read, string name, double lowest, double highest, string accepted)
    {
        if (read(name) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest) return number;
        SegueEventSource.Log.BadSetting(name, text, accepted);
        return null;
    }

    private static bool IsAgentUri(Uri uri) =>
        uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == "unix" && uri.AbsolutePath.Length > 1));

    private static bool IsOn(Func<string, string?> read, string name, bool otherwise)
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

    private static bool ContribIsLoaded() => LoadedAssemblies().Any(static assembly => assembly.Name == "OpenTracing.Contrib.NetCore");

    private static IEnumerable<AssemblyName> LoadedAssemblies() => AppDomain.CurrentDomain.GetAssemblies().Select(static assembly => assembly.GetName());
}
