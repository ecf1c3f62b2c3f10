namespace Segue;

/// <summary>Tells where the value of each setting came from.</summary>
/// <remarks>A variable that is set and not understood is named too; its own event says that it was ignored.</remarks>
internal static class SettingOrigins
{
    internal const string Option = "option";
    internal const string Default = "default";

    /// <summary>Finds, for each setting of the start-up line, the option or the variable that it was taken from.</summary>
    internal static IReadOnlyDictionary<string, string> Find(SegueOptions options, bool partialFlushIsOff, Func<string, string?> read)
    {
        var resource = read("OTEL_RESOURCE_ATTRIBUTES");
        string Of(bool isOption, params string[] variables)
        {
            if (isOption) return Option;
            foreach (var variable in variables)
            {
                if (read(variable) is not null) return variable;
            }

            return Default;
        }

        var fleet = options.Fleet == default ? "" : " and option Fleet";

        string OrResource(string origin, params string[] attributes)
        {
            if (origin != Default || resource is null) return origin;
            foreach (var attribute in attributes)
            {
                if (resource.IndexOf(attribute + "=", StringComparison.Ordinal) >= 0) return "OTEL_RESOURCE_ATTRIBUTES";
            }

            return origin;
        }

        return new Dictionary<string, string>
        {
            ["enabled"] = Of(!options.Enabled, "SEGUE_ENABLED", "DD_TRACE_ENABLED", "OTEL_SDK_DISABLED"),
            ["service"] = OrResource(Of(!string.IsNullOrWhiteSpace(options.ServiceName), "DD_SERVICE", "OTEL_SERVICE_NAME"), "service.name"),
            ["env"] = OrResource(Of(!string.IsNullOrWhiteSpace(options.Environment), "DD_ENV"), "deployment.environment.name", "deployment.environment"),
            ["version"] = OrResource(Of(!string.IsNullOrWhiteSpace(options.Version), "DD_VERSION"), "service.version"),
            ["tags"] = Of(options.Tags.Count > 0, "DD_TAGS", "OTEL_RESOURCE_ATTRIBUTES"),
            ["exits"] = Of(options.Exits.Count > 0, "OTEL_TRACES_EXPORTER", "DD_TRACE_AGENT_URL", "DD_AGENT_HOST"),
            ["agent"] = Of(options.AgentUri is not null, "DD_TRACE_AGENT_URL", "DD_AGENT_HOST", "DD_TRACE_AGENT_PORT"),
            ["framework spans"] = Of(options.FrameworkSpans != FrameworkSpans.Auto),
            ["rules"] = Of(options.SamplingRules.Count > 0, "DD_TRACE_SAMPLING_RULES"),
            ["rate"] = Of(options.SampleRate is not null, "DD_TRACE_SAMPLE_RATE", "OTEL_TRACES_SAMPLER", "JAEGER_SAMPLER_TYPE"),
            ["limit"] = Of(options.GivenRateLimit is not null, "DD_TRACE_RATE_LIMIT"),
            ["span rules"] = Of(false, "DD_SPAN_SAMPLING_RULES"),
            ["dropped early"] = Of(options.DropEarly),
            // Switched off, it has no number.
            ["partial flush"] = partialFlushIsOff ? "DD_TRACE_PARTIAL_FLUSH_ENABLED" : Of(false, "DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "DD_TRACE_PARTIAL_FLUSH_ENABLED"),
            ["service mapping"] = Of(false, "DD_TRACE_SERVICE_MAPPING"),
            ["header tags"] = Of(false, "DD_TRACE_HEADER_TAGS"),
            ["sources"] = Of(options.Sources.Count > 0),
            ["arriving traces"] = Of(false, "DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT"),
            ["first only"] = Of(false, "DD_TRACE_PROPAGATION_EXTRACT_FIRST"),
            ["headers to"] = Of(IsNarrowed(options.PropagateTo)),
            ["baggage to"] = Of(IsNarrowed(options.PropagateBaggageTo)),
            ["extract"] = Of(options.Extract.Count > 0, "DD_TRACE_PROPAGATION_STYLE_EXTRACT", "DD_TRACE_PROPAGATION_STYLE", "OTEL_PROPAGATORS", "JAEGER_PROPAGATION") + fleet,
            ["inject"] = Of(options.Inject.Count > 0, "DD_TRACE_PROPAGATION_STYLE_INJECT", "DD_TRACE_PROPAGATION_STYLE", "OTEL_PROPAGATORS", "JAEGER_PROPAGATION") + fleet,
        };
    }

    private static bool IsNarrowed(IList<string> hosts) => hosts.Count != 1 || hosts[0] != "*";
}
