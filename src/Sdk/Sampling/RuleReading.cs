using System.Globalization;

namespace Segue.Sampling;

/// <summary>Reads sampling rules from their JSON form.</summary>
/// <remarks>
/// <c>[{"service":"web-*","name":"http.*","resource":"GET *","tags":{"tier":"gold"},"sample_rate":0.5}]</c>, of which only <c>sample_rate</c> has to be
/// there. One rule that is not understood makes all of them void: keeping by half of somebody's rules would keep what they meant to drop.
/// </remarks>
internal static class RuleReading
{
    internal const string Accepted = "a JSON array of {\"sample_rate\": 0 to 1, \"service\", \"name\", \"resource\": pattern, \"tags\": {name: pattern}}";

    internal static bool TryRead(string json, bool isRegex, out IReadOnlyList<SamplingRule> rules) =>
        JsonReading.TryReadArray(json, members => TryRule(members, isRegex, out var rule) ? rule : null, out rules);

    private static bool TryRule(Dictionary<string, object?> members, bool isRegex, out SamplingRule rule)
    {
        rule = new SamplingRule { IsRegex = isRegex };
        var hasRate = false;
        foreach (var member in members)
        {
            switch (member.Key)
            {
                case "sample_rate":
                    hasRate = TryRate(member.Value, out var rate);
                    rule.SampleRate = rate;
                    break;
                case "service" when member.Value is string or null: rule.Service = (string?)member.Value; break;
                case "name" when member.Value is string or null: rule.Name = (string?)member.Value; break;
                case "resource" when member.Value is string or null: rule.Resource = (string?)member.Value; break;
                case "tags" when member.Value is null: break;
                case "tags":
                    if (!TryTags(member.Value, rule)) return false;
                    break;
                case "service" or "name" or "resource": return false;
            }
        }

        return hasRate && IsUsable(rule);
    }

    private static bool TryRate(object? value, out double rate)
    {
        rate = value is double number ? number : double.NaN;
        return value is double || (value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out rate));
    }

    private static bool TryTags(object? value, SamplingRule rule)
    {
        if (value is not Dictionary<string, object?> tags) return false;
        foreach (var tag in tags)
        {
            if (tag.Value is not string pattern) return false;
            rule.Tags[tag.Key] = pattern;
        }

        return true;
    }

    private static bool IsUsable(SamplingRule rule)
    {
        try
        {
            _ = new CompiledRule(rule);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
