using System.Globalization;
using OpenTelemetry.Trace;

namespace Segue.Sampling;

/// <summary>A rule that was checked and copied, ready to be asked.</summary>
internal sealed class CompiledRule
{
    private readonly TextPattern? _service;
    private readonly TextPattern? _name;
    private readonly TextPattern? _resource;
    private readonly KeyValuePair<string, TextPattern>[] _tags;

    /// <exception cref="ArgumentException">The rate is not from 0 to 1, or a pattern is not one.</exception>
    internal CompiledRule(SamplingRule rule)
    {
        if (!(rule.SampleRate >= 0 && rule.SampleRate <= 1))
            throw new ArgumentException("A sampling rule has the SampleRate " + rule.SampleRate.ToString(CultureInfo.InvariantCulture) + "; accepted is 0 to 1.");
        _service = TextPattern.Of(rule.Service, rule.IsRegex);
        _name = TextPattern.Of(rule.Name, rule.IsRegex);
        _resource = TextPattern.Of(rule.Resource, rule.IsRegex);
        var tags = new List<KeyValuePair<string, TextPattern>>();
        foreach (var tag in rule.Tags)
        {
            if (tag.Value is null) throw new ArgumentException("A sampling rule has no pattern for the tag '" + tag.Key + "'.");
            tags.Add(new(tag.Key, new TextPattern(tag.Value, rule.IsRegex)));
        }

        _tags = [.. tags];
        Decision = RateDecision.OfUser(rule.SampleRate);
    }

    internal RateDecision Decision { get; }

    internal bool Matches(in SamplingParameters span, SamplerSettings process)
    {
        if (_service is not null && !_service.IsMatch(InitialTags.Text(span.Tags, Tags.ServiceName) ?? process.ServiceName)) return false;
        if (_name is not null && !_name.IsMatch(InitialTags.Text(span.Tags, "operation.name") ?? span.Name)) return false;
        if (_resource is not null && !_resource.IsMatch(InitialTags.Text(span.Tags, Tags.ResourceName) ?? span.Name)) return false;
        foreach (var tag in _tags)
        {
            if (!Matches(tag.Value, InitialTags.Find(span.Tags, tag.Key) ?? process.FindTag(tag.Key))) return false;
        }

        return true;
    }

    private static bool Matches(TextPattern pattern, object? value) => value switch
    {
        null => false,
        _ when pattern.MatchesEverything => true,
        string text => pattern.IsMatch(text),
        bool flag => pattern.IsMatch(flag ? "true" : "false"),
        double number => IsWhole(number) && pattern.IsMatch(number.ToString("F0", CultureInfo.InvariantCulture)),
        float number => IsWhole(number) && pattern.IsMatch(number.ToString("F0", CultureInfo.InvariantCulture)),
        int or long or short or byte or uint or ulong or ushort or sbyte => pattern.IsMatch(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        _ => false,
    };

    private static bool IsWhole(double number) => Math.Floor(number) == number && !double.IsInfinity(number);
}
