using System.Globalization;
using Segue.Context;

namespace Segue.Sampling;

/// <summary>A rate and what is said of a trace that it was applied to; all of it built once.</summary>
/// <remarks>
/// The tracestate says <c>s:{priority};t.dm:-{mechanism};t.ksr:{rate}</c>, the mechanism only of a trace that is kept. Tags stand on the local root.
/// </remarks>
internal sealed class RateDecision
{
    internal const string LimitTag = "_dd.limit_psr";

    private const string RuleTag = "_dd.rule_psr";
    private const string AgentTag = "_dd.agent_psr";

    private readonly SamplingPriority _keep;
    private readonly SamplingPriority _reject;
    private readonly string _mechanism;
    private readonly string? _shownRate;
    private readonly string _keepState;
    private readonly string _rejectState;
    private readonly KeyValuePair<string, object>[] _tags;
    private readonly KeyValuePair<string, object>[] _tagsWithinLimit;

    private RateDecision(double rate, SamplingPriority keep, SamplingPriority reject, string mechanism, string? tag)
    {
        Rate = rate;
        _keep = keep;
        _reject = reject;
        _mechanism = mechanism;
        _tags = tag is null ? [] : [new(tag, rate)];
        _tagsWithinLimit = [.. _tags, new(LimitTag, 1.0)];
        _shownRate = tag is null ? null : rate.ToString("0.######", CultureInfo.InvariantCulture);
        _keepState = State(null, true);
        _rejectState = State(null, false);
    }

    /// <summary>Kept because nobody said anything.</summary>
    internal static RateDecision Default { get; } = new(1, SamplingPriority.AutoKeep, SamplingPriority.AutoReject, "-0", null);

    /// <summary>Kept or dropped by tags.</summary>
    internal static RateDecision Manual { get; } = new(1, SamplingPriority.UserKeep, SamplingPriority.UserReject, "-4", null);

    internal double Rate { get; }

    internal static RateDecision OfUser(double rate) => new(rate, SamplingPriority.UserKeep, SamplingPriority.UserReject, "-3", RuleTag);

    internal static RateDecision OfAgent(double rate) => new(rate, SamplingPriority.AutoKeep, SamplingPriority.AutoReject, "-1", AgentTag);

    /// <summary>Tags of the local root.</summary>
    /// <param name="limiterShare">What the limiter let pass; <see langword="null"/> when it was not asked.</param>
    internal IEnumerable<KeyValuePair<string, object>> Attributes(double? limiterShare)
    {
        if (limiterShare is null) return _tags;
        return limiterShare == 1 ? _tagsWithinLimit : [.. _tags, new(LimitTag, limiterShare.Value)];
    }

    /// <summary>The tracestate with the decision in it.</summary>
    internal string TraceState(string? parent, bool kept) => string.IsNullOrEmpty(parent) ? (kept ? _keepState : _rejectState) : State(parent, kept);

    // Each part is written before those that are there: the last one first.
    private string State(string? parent, bool kept)
    {
        var state = VendorState.With(parent, "t.ksr", _shownRate);
        state = VendorState.With(state, "t.dm", kept ? _mechanism : null);
        return VendorState.WithPriority(state, kept ? _keep : _reject);
    }
}
