using Segue.Sampling;

namespace Segue.Processing;

/// <summary>Reads rules for single spans from their JSON form.</summary>
/// <remarks>
/// <c>[{"service":"web-*","name":"http.*","resource":"GET *","tags":{"tier":"gold"},"sample_rate":0.5,"max_per_second":50}]</c>; what is left out is any span, all
/// of them, and no limit. One rule that is not understood makes all of them void.
/// </remarks>
internal static class SpanRuleReading
{
    internal const string Accepted = "a JSON array of {\"service\", \"name\", \"resource\": pattern, \"tags\": {name: pattern}, \"sample_rate\": 0 to 1, \"max_per_second\": above 0}";

    internal static bool TryRead(string json, TimeProvider clock, out IReadOnlyList<SpanRule> rules) => JsonReading.TryReadArray(json, members => Read(members, clock), out rules);

    private static SpanRule? Read(Dictionary<string, object?> members, TimeProvider clock)
    {
        if (!TryText(members, "service", out var service) || !TryText(members, "name", out var name) || !TryText(members, "resource", out var resource)) return null;
        if (!TryNumber(members, "sample_rate", out var rate) || rate is < 0 or > 1) return null;
        if (!TryNumber(members, "max_per_second", out var most) || most <= 0) return null;
        var tags = new List<KeyValuePair<string, TextPattern>>();
        if (members.TryGetValue("tags", out var listed) && listed is not null)
        {
            if (listed is not Dictionary<string, object?> patterns) return null;
            foreach (var pattern in patterns)
            {
                if (pattern.Value is not string text) return null;
                tags.Add(new(pattern.Key, new TextPattern(text, isRegex: false)));
            }
        }

        return new SpanRule(clock, most)
        {
            Service = TextPattern.Of(service, isRegex: false),
            Name = TextPattern.Of(name, isRegex: false),
            Resource = TextPattern.Of(resource, isRegex: false),
            Tags = tags,
            SampleRate = rate ?? 1,
        };
    }

    private static bool TryText(Dictionary<string, object?> members, string key, out string? text)
    {
        members.TryGetValue(key, out var value);
        text = value as string;
        return value is null or string;
    }

    private static bool TryNumber(Dictionary<string, object?> members, string key, out double? number)
    {
        members.TryGetValue(key, out var value);
        number = value as double?;
        return value is null or double;
    }
}
