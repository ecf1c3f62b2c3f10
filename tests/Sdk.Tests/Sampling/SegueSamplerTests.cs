using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Sampling;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Sampling;

/// <summary>What decides about a trace that begins here.</summary>
[TestClass]
public class SegueSamplerTests : SdkTestBase
{
    private static readonly ActivityTraceId _keptAt10Percent = Context.TraceIds.ToTraceId(0, 1);
    private static readonly ActivityTraceId _droppedAt90Percent = Context.TraceIds.ToTraceId(0, ulong.MaxValue);

    [TestMethod]
    public void ShouldSample_NobodySaysAnything_KeptByDefault() => Assert.AreEqual("RecordAndSample dd=s:1;t.dm:-0", Decide(new SamplerSettings()));

    [TestMethod]
    public void ShouldSample_EverythingSays_FirstOfTheOrder()
    {
        var rates = Rates(0.5);
        var rule = new SamplingRule { Service = "shop", SampleRate = 0.1 };
        var other = new SamplingRule { Service = "other", SampleRate = 0 };

        Assert.AreEqual("RecordAndSample dd=s:2;t.dm:-3;t.ksr:0.1 _dd.rule_psr=0.1 _dd.limit_psr=1", Decide(new SamplerSettings { Rules = [other, rule], SampleRate = 0.2, NamedRate = 0.3 }, rates));
        Assert.AreEqual("RecordAndSample dd=s:2;t.dm:-3;t.ksr:0.2 _dd.rule_psr=0.2 _dd.limit_psr=1", Decide(new SamplerSettings { Rules = [other], SampleRate = 0.2, NamedRate = 0.3 }, rates));
        Assert.AreEqual("RecordAndSample dd=s:2;t.dm:-3;t.ksr:0.3 _dd.rule_psr=0.3", Decide(new SamplerSettings { Rules = [other], NamedRate = 0.3 }, rates));
        Assert.AreEqual("RecordAndSample dd=s:1;t.dm:-1;t.ksr:0.5 _dd.agent_psr=0.5", Decide(new SamplerSettings { Rules = [other] }, rates));
        Assert.AreEqual("RecordAndSample dd=s:1;t.dm:-0", Decide(new SamplerSettings { Rules = [other] }, new AgentRates()));
    }

    [TestMethod]
    public void ShouldSample_RateDrops_PriorityByWhoAsked()
    {
        Assert.AreEqual("RecordOnly dd=s:-1;t.ksr:0.9 _dd.rule_psr=0.9", Decide(new SamplerSettings { Rules = [new SamplingRule { SampleRate = 0.9 }] }, null, _droppedAt90Percent));
        Assert.AreEqual("RecordOnly dd=s:-1;t.ksr:0.9 _dd.rule_psr=0.9", Decide(new SamplerSettings { SampleRate = 0.9 }, null, _droppedAt90Percent));
        Assert.AreEqual("RecordOnly dd=s:0;t.ksr:0.9 _dd.agent_psr=0.9", Decide(new SamplerSettings(), Rates(0.9), _droppedAt90Percent));
    }

    [TestMethod]
    [DataRow(0.5, "0.5")]
    [DataRow(0.7654321, "0.765432")]
    [DataRow(0.29, "0.29")]
    [DataRow(1e-7, "0")]
    [DataRow(1.0, "1")]
    public void ShouldSample_Rate_IsToldInSixDecimals(double rate, string expected) => StringAssert.Contains(Decide(new SamplerSettings { SampleRate = rate }), ";t.ksr:" + expected + " ");

    [TestMethod]
    public void ShouldSample_OverTheLimit_Dropped()
    {
        var clock = new ManualClock();
        var sampler = new SegueSampler(new SamplerSettings { SampleRate = 1, RateLimit = 1 }, true, null, clock);

        Assert.AreEqual("RecordAndSample dd=s:2;t.dm:-3;t.ksr:1 _dd.rule_psr=1 _dd.limit_psr=1", Text(sampler.ShouldSample(Root())));
        Assert.AreEqual("RecordOnly dd=s:-1;t.ksr:1 _dd.rule_psr=1 _dd.limit_psr=0.75", Text(sampler.ShouldSample(Root())));
        clock.Advance(1);
        Assert.AreEqual(SamplingDecision.RecordAndSample, sampler.ShouldSample(Root()).Decision);
    }

    [TestMethod]
    public void ShouldSample_DroppedByRate_TakesNothingFromTheLimit()
    {
        var sampler = new SegueSampler(new SamplerSettings { SampleRate = 0.5, RateLimit = 1 }, true, null, new ManualClock());
        for (var i = 0; i < 10; i++) Assert.AreEqual(SamplingDecision.RecordOnly, sampler.ShouldSample(Root(_droppedAt90Percent)).Decision);

        Assert.AreEqual(SamplingDecision.RecordAndSample, sampler.ShouldSample(Root()).Decision);
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(-1, 300)]
    public void ShouldSample_LimitAtItsEnds_NoneOrAll(double limit, int expected)
    {
        var sampler = new SegueSampler(sampleRate: 1, rateLimit: limit);

        Assert.AreEqual(expected, Enumerable.Range(0, 300).Count(_ => sampler.ShouldSample(Root()).Decision == SamplingDecision.RecordAndSample));
    }

    [TestMethod]
    public void ShouldSample_AgentsRateOrDefault_IsNotLimited()
    {
        var byDefault = new SegueSampler(new SamplerSettings { RateLimit = 1 }, true, null, new ManualClock());
        var byAgent = new SegueSampler(new SamplerSettings { RateLimit = 1 }, true, Rates(1), new ManualClock());
        var byName = new SegueSampler(new SamplerSettings { RateLimit = 1, NamedRate = 1 }, true, null, new ManualClock());

        for (var i = 0; i < 5; i++)
        {
            foreach (var sampler in new[] { byDefault, byAgent, byName }) Assert.AreEqual(SamplingDecision.RecordAndSample, sampler.ShouldSample(Root()).Decision);
        }
    }

    [TestMethod]
    public void ShouldSample_NamedLimit_HasALimitOfItsOwn()
    {
        var sampler = new SegueSampler(new SamplerSettings { NamedLimit = 2 }, true, null, new ManualClock());

        Assert.AreEqual(2, Enumerable.Range(0, 10).Count(_ => sampler.ShouldSample(Root()).Decision == SamplingDecision.RecordAndSample));
    }

    [TestMethod]
    [DataRow("service.name", "web", "web")]
    [DataRow("service.name", "", "shop", DisplayName = "empty is unset")]
    [DataRow("other", "web", "shop", DisplayName = "else the process's")]
    public void FindRule_Service_OfSpanElseOfProcess(string tag, string value, string pattern) =>
        Assert.AreEqual(0, new SegueSampler([new SamplingRule { Service = pattern }], serviceName: "shop").FindRule(Root(tags: [new(tag, value)])));

    [TestMethod]
    [DataRow("env", "prod")]
    [DataRow("version", "1.*")]
    [DataRow("team", "core")]
    public void FindRule_TagOfProcess_IsSeen(string tag, string pattern)
    {
        var rule = new SamplingRule { Tags = { [tag] = pattern } };
        var process = new SamplerSettings { Rules = [rule], Environment = "prod", Version = "1.2", ProcessTags = new Dictionary<string, string> { ["team"] = "core" } };

        Assert.AreEqual(0, new SegueSampler(process, true, null, TimeProvider.System).FindRule(Root()));
        Assert.AreEqual(-1, new SegueSampler([rule]).FindRule(Root()));
    }

    [TestMethod]
    public void FindRule_ValuesOfEveryKind_AreText()
    {
        foreach (var (value, pattern, expected) in new (object?, string, int)[]
        {
            (true, "true", 0), (false, "TRUE", -1), (20L, "2?", 0), (20.0, "20", 0), (20f, "20", 0), (20.5f, "20*", -1), (20.5f, "*", 0), ((byte)7, "7", 0),
            (new Uri("http://a"), "*", 0), (new Uri("http://a"), "http*", -1), (null, "*", -1), (double.PositiveInfinity, "*", 0), (double.PositiveInfinity, "?*", -1),
        })
        {
            Assert.AreEqual(expected, new SegueSampler([new SamplingRule { Tags = { ["k"] = pattern } }]).FindRule(Root(tags: [new("k", value)])), value + " " + pattern);
        }
    }

    [TestMethod]
    public void New_RuleIsChangedLater_ChangesNothing()
    {
        var rule = new SamplingRule { SampleRate = 1 };
        var sampler = new SegueSampler([rule]);

        rule.SampleRate = 0;
        rule.Service = "other";

        Assert.AreEqual(SamplingDecision.RecordAndSample, sampler.ShouldSample(Root()).Decision);
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    public void New_BadRate_Throws(double rate)
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new SegueSampler(sampleRate: rate)).Message, "accepted is 0 to 1");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new SegueSampler([new SamplingRule { SampleRate = rate }])).Message, "accepted is 0 to 1");
    }

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void New_BadLimit_Throws(double limit) => Assert.ThrowsExactly<ArgumentException>(() => new SegueSampler(rateLimit: limit));

    [TestMethod]
    public void New_NullRuleOrPattern_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new SegueSampler([null!]));
        Assert.ThrowsExactly<ArgumentException>(() => new SegueSampler([new SamplingRule { Tags = { ["k"] = null! } }]));
    }

    [TestMethod]
    public void Description_Always_NamesWhatDecides() =>
        Assert.AreEqual("SegueSampler{rules=1, rate=0.5, limit=100, named=}", new SegueSampler([new SamplingRule()], 0.5).Description);

    [TestMethod]
    public void SamplingRule_New_KeepsEverything()
    {
        var rule = new SamplingRule();

        Assert.AreEqual(1, rule.SampleRate);
        Assert.IsTrue(rule.Service is null && rule.Name is null && rule.Resource is null && rule.Tags.Count == 0);
    }

    internal static SamplingParameters Root(ActivityTraceId? trace = null, params KeyValuePair<string, object?>[]? tags) =>
        new(default, trace ?? _keptAt10Percent, "work", ActivityKind.Internal, tags is { Length: > 0 } ? tags! : null, null);

    internal static string Text(SamplingResult result) =>
        string.Join(" ", new[] { result.Decision.ToString(), result.TraceStateString ?? "" }.Concat(result.Attributes.Select(tag => FormattableString.Invariant($"{tag.Key}={tag.Value}")))).Trim();

    private static string Decide(SamplerSettings settings, AgentRates? rates = null, ActivityTraceId? trace = null)
    {
        var withService = new SamplerSettings { Rules = settings.Rules, SampleRate = settings.SampleRate, RateLimit = settings.RateLimit, NamedRate = settings.NamedRate, NamedLimit = settings.NamedLimit, ServiceName = "shop" };
        return Text(new SegueSampler(withService, true, rates, new ManualClock()).ShouldSample(Root(trace)));
    }

    private static AgentRates Rates(double rate)
    {
        var rates = new AgentRates();
        rates.Update(FormattableString.Invariant($"{{\"rate_by_service\":{{\"service:,env:\":{rate}}}}}"), "shop", null);
        return rates;
    }
}
