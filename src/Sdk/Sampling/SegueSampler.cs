using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Trace;
using Segue.Context;
using Segue.Sampling;

namespace Segue;

/// <summary>Decides once for each trace, at its first span in this process, and makes every other span follow.</summary>
/// <remarks>
/// <para>The first that decides, in this order: the tags <c>sampling.priority</c>, <c>manual.keep</c> and <c>manual.drop</c> that a span starts with; the decision that came
/// with the parent, whichever headers carried it; a <c>jaeger-debug-id</c> that came without a trace; rules; the sample rate; the sampler named by <c>OTEL_TRACES_SAMPLER</c> or <c>JAEGER_SAMPLER_TYPE</c>; the rates that the
/// trace agent gave; else the trace is kept.</para>
/// <para>Shape: the decision is written into the tracestate as <c>dd=s:{priority};t.dm:-{mechanism}</c>, its rates as tags <c>_dd.rule_psr</c>, <c>_dd.limit_psr</c> and
/// <c>_dd.agent_psr</c> onto the local root.</para>
/// <para>Threads and cost: safe from any thread; a span that follows its parent allocates nothing.</para>
/// </remarks>
public sealed class SegueSampler : Sampler
{
    private readonly SamplerSettings _settings;
    private readonly CompiledRule[] _rules;
    private readonly RateDecision? _rate;
    private readonly RateLimiter? _limiter;
    private readonly RateDecision? _named;
    private readonly RateLimiter? _namedLimiter;
    private readonly AgentRates? _agentRates;
    private readonly SamplingDecision _rejected;

    /// <summary>Creates a sampler that reads nothing from the environment; <c>UseSegueSampler</c> makes one that does.</summary>
    /// <param name="rules">Rules, of which the first that matches decides.</param>
    /// <param name="sampleRate">Share of the traces to keep that no rule is for, from 0 to 1; <see langword="null"/> leaves them to the agent.</param>
    /// <param name="rateLimit">Traces each second that rules and rate may keep, the others are dropped; below 0 is no limit.</param>
    /// <param name="recordRejected">Whether dropped traces are recorded all the same, for an exit that sends them with their priority.</param>
    /// <param name="serviceName">The service of spans that name none, for rules.</param>
    /// <exception cref="ArgumentException">A rate is not from 0 to 1, or the limit is not a number.</exception>
    public SegueSampler(IEnumerable<SamplingRule>? rules = null, double? sampleRate = null, double rateLimit = 100, bool recordRejected = false, string? serviceName = null)
        : this(new SamplerSettings { Rules = [.. rules ?? []], SampleRate = sampleRate, RateLimit = rateLimit, ServiceName = serviceName ?? "" }, recordRejected, null, TimeProvider.System)
    {
    }

    internal SegueSampler(SamplerSettings settings, bool recordRejected, AgentRates? agentRates, TimeProvider clock)
    {
        Check(settings);
        _settings = settings;
        var rules = new List<CompiledRule>();
        foreach (var rule in settings.Rules) rules.Add(new CompiledRule(rule));
        _rules = [.. rules];
        if (settings.SampleRate is { } rate) _rate = RateDecision.OfUser(rate);
        if (settings.RateLimit >= 0) _limiter = new RateLimiter(settings.RateLimit, clock);
        if (settings.NamedLimit is { } limit) _namedLimiter = new RateLimiter(limit, clock);
        if ((settings.NamedRate ?? (_namedLimiter is null ? null : 1)) is { } named) _named = RateDecision.OfUser(named);
        _agentRates = agentRates;
        _rejected = recordRejected ? SamplingDecision.RecordOnly : SamplingDecision.Drop;
        Description = "SegueSampler{" + Describe(settings) + "}";
    }

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var given = samplingParameters.ParentContext;
        if (samplingParameters.Tags is not null && InitialTags.TryDecision(samplingParameters.Tags, out var manual)) return DecideByHand(given, manual > 0);
        if (given.TraceId == default) return Begin(samplingParameters);

        var parent = LocalTrace.InForce(given);
        var kept = (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        if (!parent.IsRemote)
        {
            // The framework's, which nobody records and no sampler was asked about: the decision is that of what stands around it.
            if (!IsSettled(kept, parent.TraceState) && Activity.Current is { } current && current.SpanId == parent.SpanId && HiddenActivity.IsHidden(current))
                return HiddenActivity.TryFindDecision(current, out var around) ? FollowAround(samplingParameters, around) : kept ? Follow(true, parent.TraceState) : Begin(samplingParameters);
            var decision = kept ? SamplingDecision.RecordAndSample : _rejected;
            // A decision that was changed after this parent's identity was taken.
            return ReferenceEquals(parent.TraceState, given.TraceState) ? new SamplingResult(decision) : new SamplingResult(decision, parent.TraceState!);
        }

        return FollowRemote(samplingParameters, parent);
    }

    internal static string Describe(SamplerSettings settings)
    {
        string Text(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
        return $"rules={settings.Rules.Count}, rate={Text(settings.SampleRate)}, limit={Text(settings.RateLimit)}, named={Text(settings.NamedRate)}{(settings.NamedLimit is null ? "" : Text(settings.NamedLimit) + "/s")}";
    }

    /// <summary>Says clearly what is wrong with settings made in code.</summary>
    internal static void Check(SamplerSettings settings)
    {
        if (settings.SampleRate is { } rate && !(rate >= 0 && rate <= 1)) throw new ArgumentException("SampleRate is " + rate.ToString(CultureInfo.InvariantCulture) + "; accepted is 0 to 1.");
        if (double.IsNaN(settings.RateLimit) || double.IsInfinity(settings.RateLimit)) throw new ArgumentException("RateLimit is not a number of traces each second.");
        foreach (var rule in settings.Rules) _ = new CompiledRule(rule ?? throw new ArgumentException("A sampling rule is null."));
    }

    /// <summary>Which rule decides about a span; -1 when none does.</summary>
    internal int FindRule(in SamplingParameters span)
    {
        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].Matches(span, _settings)) return i;
        }

        return -1;
    }

    private SamplingResult FollowAround(in SamplingParameters span, in ActivityContext around) =>
        around.IsRemote ? FollowRemote(span, around) : Follow((around.TraceFlags & ActivityTraceFlags.Recorded) != 0, around.TraceState);

    private SamplingResult FollowRemote(in SamplingParameters span, in ActivityContext parent)
    {
        var kept = (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        // The flag is what the nearest service wrote last; another's propagator hands a priority on that contradicts it.
        if (VendorState.TryGetPriority(parent.TraceState, out _)) return Follow(kept, VendorState.Reconcile(parent.TraceState, kept));
        // Vendor headers without a decision: the flag only says that nobody refused.
        if (kept && VendorState.IsUndecided(parent.TraceState)) return DecideRoot(span, parent.TraceState);
        return Follow(kept, kept ? null : VendorState.WithPriority(parent.TraceState, SamplingPriority.AutoReject));
    }

    // What this sampler writes, which most parents of this process have: flag and priority agree, so nothing around such a parent can say otherwise.
    private static bool IsSettled(bool kept, string? traceState) =>
        traceState is null ? kept : traceState.Length > 5 && (kept ? traceState[5] is '1' or '2' : traceState[5] is '0' or '-') && traceState.StartsWith("dd=s:", StringComparison.Ordinal);

    private SamplingResult Follow(bool kept, string? traceState) => new(kept ? SamplingDecision.RecordAndSample : _rejected, traceState!);

    private SamplingResult DecideByHand(in ActivityContext parent, bool keep)
    {
        // Below a span of this process the whole trace changes, what was started before included.
        if (parent.TraceId != default && !parent.IsRemote) LocalTrace.Decide(parent, keep ? SamplingPriority.UserKeep : SamplingPriority.UserReject);
        return Follow(keep, RateDecision.Manual.TraceState(parent.TraceState, keep));
    }

    private SamplingResult Begin(in SamplingParameters span)
    {
        if (!DebugId.TryBegin(HiddenActivity.TraceAskedAbout(span.TraceId), out var id)) return DecideRoot(span, null);
        return new SamplingResult(SamplingDecision.RecordAndSample, id is null ? [] : [new(DebugId.Key, id)], RateDecision.Manual.TraceState(null, true));
    }

    private SamplingResult DecideRoot(in SamplingParameters span, string? traceState)
    {
        var rule = FindRule(span);
        if (rule >= 0) return Apply(_rules[rule].Decision, _limiter, span, traceState);
        if (_rate is not null) return Apply(_rate, _limiter, span, traceState);
        if (_named is not null) return Apply(_named, _namedLimiter, span, traceState);
        var decision = _agentRates?.Find(InitialTags.Text(span.Tags, Tags.ServiceName)) ?? RateDecision.Default;
        return Apply(decision, null, span, traceState);
    }

    private SamplingResult Apply(RateDecision decision, RateLimiter? limiter, in SamplingParameters span, string? traceState)
    {
        var kept = TraceIdHash.Keeps(HiddenActivity.TraceAskedAbout(span.TraceId), decision.Rate);
        double? share = null;
        if (kept && limiter is not null)
        {
            kept = limiter.TryPass(out var passed);
            share = passed;
        }

        return new SamplingResult(kept ? SamplingDecision.RecordAndSample : _rejected, decision.Attributes(share), decision.TraceState(traceState, kept));
    }
}
