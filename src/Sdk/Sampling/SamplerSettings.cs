namespace Segue.Sampling;

/// <summary>What a sampler is built from, resolved from options and environment.</summary>
internal sealed class SamplerSettings
{
    internal const double DefaultRateLimit = 100;

    internal IReadOnlyList<SamplingRule> Rules { get; init; } = [];

    internal double? SampleRate { get; init; }

    /// <summary>Traces each second that rules and <see cref="SampleRate"/> may keep; below 0 any number.</summary>
    internal double RateLimit { get; init; } = DefaultRateLimit;

    /// <summary>The rate of a standard sampler that was asked for by its name: OpenTelemetry's or Jaeger's.</summary>
    internal double? NamedRate { get; init; }

    /// <summary>The traces each second of a standard sampler that limits them.</summary>
    internal double? NamedLimit { get; init; }

    internal string ServiceName { get; init; } = "";

    internal string? Environment { get; init; }

    internal string? Version { get; init; }

    /// <summary>Tags of every span of the process.</summary>
    internal IReadOnlyDictionary<string, string> ProcessTags { get; init; } = new Dictionary<string, string>();

    internal string? FindTag(string key)
    {
        if (key == Tags.Env && Environment is not null) return Environment;
        if (key == Tags.Version && Version is not null) return Version;
        return ProcessTags.TryGetValue(key, out var value) ? value : null;
    }
}
