using System.Diagnostics;
using System.Globalization;
using Segue.Context;
using Segue.Sampling;

namespace Segue.Processing;

/// <summary>Which single spans are kept of traces that were dropped.</summary>
internal sealed class SpanRule
{
    internal const int Mechanism = 8;

    private readonly RateLimiter? _limiter;

    internal SpanRule(TimeProvider clock, double? maxPerSecond)
    {
        MaxPerSecond = maxPerSecond;
        if (maxPerSecond is { } most) _limiter = new RateLimiter(most, clock);
    }

    internal TextPattern? Service { get; init; }

    internal TextPattern? Name { get; init; }

    internal TextPattern? Resource { get; init; }

    internal IReadOnlyList<KeyValuePair<string, TextPattern>> Tags { get; init; } = [];

    internal double SampleRate { get; init; } = 1;

    internal double? MaxPerSecond { get; }

    internal bool Matches(Activity span, string service, string name, string resource)
    {
        if (Service is not null && !Service.IsMatch(service)) return false;
        if (Name is not null && !Name.IsMatch(name)) return false;
        if (Resource is not null && !Resource.IsMatch(resource)) return false;
        foreach (var tag in Tags)
        {
            if (span.GetTagItem(tag.Key) is not { } value) return false;
            if (!tag.Value.MatchesEverything && !tag.Value.IsMatch(Text(value))) return false;
        }

        return true;
    }

    /// <summary>Whether a span that matches is kept: decided by its id, alike for all with the same rate, and by the limit.</summary>
    internal bool Keeps(ActivitySpanId id) => TraceIdHash.Keeps(TraceIds.ToUInt64(id), SampleRate) && (_limiter is null || _limiter.TryPass(out _));

    private static string Text(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        _ => Converted(value),
    };

    private static string Converted(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception e)
        {
            // One value whose ToString throws must not cost the trace; it leaves as this text too.
            return "(" + e.GetType().Name + ")";
        }
    }
}
