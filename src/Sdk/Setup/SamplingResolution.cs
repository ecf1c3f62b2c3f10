using Segue.Diagnostics;
using Segue.Sampling;

namespace Segue;

/// <summary>Resolves how traces are sampled.</summary>
internal static class SamplingResolution
{
    internal static SamplerSettings Resolve(SegueOptions options, Func<string, string?> read, string service, string? environment, string? version, Dictionary<string, string> tags)
    {
        ResolveNamedSampler(read, out var namedRate, out var namedLimit);
        var settings = new SamplerSettings
        {
            Rules = options.SamplingRules.Count > 0 ? [.. options.SamplingRules] : ReadRules(read),
            SampleRate = options.SampleRate ?? EnvironmentOptions.ReadNumber(read, "DD_TRACE_SAMPLE_RATE", 0, 1, "0 to 1"),
            RateLimit = options.GivenRateLimit ?? EnvironmentOptions.ReadNumber(read, "DD_TRACE_RATE_LIMIT", double.MinValue, double.MaxValue, "traces each second, below 0 for no limit") ?? options.RateLimit,
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
            case "traceidratio" or "parentbased_traceidratio": rate = EnvironmentOptions.ReadNumber(read, "OTEL_TRACES_SAMPLER_ARG", 0, 1, "0 to 1") ?? 1; return;
            default:
                SegueEventSource.Log.BadSetting(OpenTelemetry, read(OpenTelemetry)!, "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio");
                break;
        }

        double Parameter(double highest, string accepted) => EnvironmentOptions.ReadNumber(read, "JAEGER_SAMPLER_PARAM", 0, highest, accepted) ?? JaegerDefault;
        switch (read(Jaeger)?.ToLowerInvariant())
        {
            case null: break;
            case "const": rate = Parameter(double.MaxValue, "0 to drop, 1 to keep") == 0 ? 0 : 1; break;
            case "probabilistic": rate = Parameter(1, "0 to 1"); break;
            case "ratelimiting": limit = Parameter(double.MaxValue, "traces each second"); break;
            default: SegueEventSource.Log.BadSetting(Jaeger, read(Jaeger)!, "const, probabilistic, ratelimiting"); break;
        }
    }
}
