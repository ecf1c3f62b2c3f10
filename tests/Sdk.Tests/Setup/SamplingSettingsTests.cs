using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

/// <summary>What options and environment say about sampling.</summary>
[TestClass]
public class SamplingSettingsTests : SdkTestBase
{
    private const string Rules = """[{"service":"shop","sample_rate":0.5}]""";

    [TestMethod]
    public void Resolve_NothingSet_NothingDecidesAndLimitIs100()
    {
        var sampling = EnvironmentOptionsTests.Resolve("").Sampling;

        Assert.IsEmpty(sampling.Rules);
        Assert.IsTrue(sampling.SampleRate is null && sampling.NamedRate is null && sampling.NamedLimit is null);
        Assert.AreEqual(100, sampling.RateLimit);
        Assert.IsFalse(EnvironmentOptionsTests.Resolve("").DropEarly);
    }

    [TestMethod]
    public void Resolve_Variables_AreRead()
    {
        var settings = EnvironmentOptionsTests.Resolve("DD_SERVICE=shop;DD_ENV=prod;DD_VERSION=1;DD_TAGS=team:core;DD_TRACE_SAMPLING_RULES=" + Rules + ";DD_TRACE_SAMPLE_RATE=0.25;DD_TRACE_RATE_LIMIT=7.5");

        var sampling = settings.Sampling;
        Assert.AreEqual("shop 0.5", FormattableString.Invariant($"{sampling.Rules.Single().Service} {sampling.Rules.Single().SampleRate}"));
        Assert.AreEqual("0.25 7.5", FormattableString.Invariant($"{sampling.SampleRate} {sampling.RateLimit}"));
        Assert.AreEqual("shop prod 1 core", string.Join(" ", sampling.ServiceName, sampling.FindTag("env"), sampling.FindTag("version"), sampling.FindTag("team")));
        StringAssert.Contains(settings.ToString(), "rules=1 (DD_TRACE_SAMPLING_RULES), rate=0.25 (DD_TRACE_SAMPLE_RATE), limit=7.5 (DD_TRACE_RATE_LIMIT)");
    }

    [TestMethod]
    public void Resolve_SetInCode_WinsOverEnvironment()
    {
        var options = new SegueOptions { SampleRate = 1, RateLimit = 100, DropEarly = true };
        options.SamplingRules.Add(new SamplingRule { Service = "code" });

        var settings = EnvironmentOptionsTests.Resolve("DD_TRACE_SAMPLING_RULES=" + Rules + ";DD_TRACE_SAMPLE_RATE=0.25;DD_TRACE_RATE_LIMIT=7.5", options);

        Assert.AreEqual("code 1 100", FormattableString.Invariant($"{settings.Sampling.Rules.Single().Service} {settings.Sampling.SampleRate} {settings.Sampling.RateLimit}"));
        Assert.IsTrue(settings.DropEarly);
    }

    [TestMethod]
    [DataRow("OTEL_TRACES_SAMPLER=always_on", "1 ")]
    [DataRow("OTEL_TRACES_SAMPLER=always_off", "0 ")]
    [DataRow("OTEL_TRACES_SAMPLER=parentbased_always_on", "1 ")]
    [DataRow("OTEL_TRACES_SAMPLER=parentbased_always_off", "0 ")]
    [DataRow("OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=0.25", "0.25 ")]
    [DataRow("OTEL_TRACES_SAMPLER=parentbased_traceidratio;OTEL_TRACES_SAMPLER_ARG=0.25", "0.25 ")]
    [DataRow("OTEL_TRACES_SAMPLER=TraceIdRatio", "1 ", DisplayName = "no argument is 1")]
    [DataRow("OTEL_TRACES_SAMPLER_ARG=0.25", " ", DisplayName = "an argument alone is nothing")]
    [DataRow("OTEL_TRACES_SAMPLER=always_off;JAEGER_SAMPLER_TYPE=const", "0 ", DisplayName = "OpenTelemetry's before Jaeger's")]
    [DataRow("JAEGER_SAMPLER_TYPE=const", "1 ", DisplayName = "const without a parameter keeps")]
    [DataRow("JAEGER_SAMPLER_TYPE=const;JAEGER_SAMPLER_PARAM=1", "1 ")]
    [DataRow("JAEGER_SAMPLER_TYPE=const;JAEGER_SAMPLER_PARAM=0", "0 ")]
    [DataRow("JAEGER_SAMPLER_TYPE=probabilistic;JAEGER_SAMPLER_PARAM=0.1", "0.1 ")]
    [DataRow("JAEGER_SAMPLER_TYPE=probabilistic", "0.001 ")]
    [DataRow("JAEGER_SAMPLER_TYPE=ratelimiting;JAEGER_SAMPLER_PARAM=2.5", " 2.5")]
    [DataRow("JAEGER_SAMPLER_PARAM=2.5", " ", DisplayName = "a parameter alone is nothing")]
    public void Resolve_StandardSampler_GivesRateOrLimit(string environment, string expected)
    {
        var sampling = EnvironmentOptionsTests.Resolve(environment).Sampling;

        Assert.AreEqual(expected, FormattableString.Invariant($"{sampling.NamedRate} {sampling.NamedLimit}"));
    }

    [TestMethod]
    [DataRow("DD_TRACE_SAMPLE_RATE=1.5", "DD_TRACE_SAMPLE_RATE | 1.5 | 0 to 1")]
    [DataRow("DD_TRACE_SAMPLE_RATE=NaN", "DD_TRACE_SAMPLE_RATE | NaN | 0 to 1")]
    [DataRow("DD_TRACE_SAMPLE_RATE=0,5", "DD_TRACE_SAMPLE_RATE | 0,5 | 0 to 1")]
    [DataRow("DD_TRACE_RATE_LIMIT=lots", "DD_TRACE_RATE_LIMIT | lots | traces each second, below 0 for no limit")]
    [DataRow("DD_TRACE_SAMPLING_RULES=[{}]", "DD_TRACE_SAMPLING_RULES | [{}] | a JSON array")]
    [DataRow("DD_TRACE_SAMPLING_RULES=[{\"sample_rate\":1,\"service\":1}]", "DD_TRACE_SAMPLING_RULES |")]
    [DataRow("DD_TRACE_SAMPLING_RULES=[{\"sample_rate\":1,\"tags\":[]}]", "DD_TRACE_SAMPLING_RULES |")]
    [DataRow("DD_TRACE_SAMPLING_RULES=[{\"sample_rate\":1,\"tags\":{\"a\":1}}]", "DD_TRACE_SAMPLING_RULES |")]
    [DataRow("DD_TRACE_SAMPLING_RULES=[{\"sample_rate\":1,\"name\":\"(\"}];DD_TRACE_SAMPLING_RULES_FORMAT=regex", "DD_TRACE_SAMPLING_RULES |")]
    [DataRow("DD_TRACE_SAMPLING_RULES=[];DD_TRACE_SAMPLING_RULES_FORMAT=sql", "DD_TRACE_SAMPLING_RULES_FORMAT | sql | glob, regex")]
    [DataRow("OTEL_TRACES_SAMPLER=xray", "OTEL_TRACES_SAMPLER | xray | always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio")]
    [DataRow("JAEGER_SAMPLER_TYPE=remote", "JAEGER_SAMPLER_TYPE | remote | const, probabilistic, ratelimiting")]
    public void Resolve_NotUnderstood_SaidAndIgnored(string environment, string said)
    {
        Expect("BadSetting");

        var sampling = EnvironmentOptionsTests.Resolve(environment).Sampling;

        StringAssert.StartsWith(Log.Written.Single(), "BadSetting: " + said);
        Assert.IsEmpty(sampling.Rules);
        Assert.AreEqual("  100", FormattableString.Invariant($"{sampling.SampleRate} {sampling.NamedRate} {sampling.RateLimit}"));
    }

    [TestMethod]
    [DataRow("OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=2", 1)]
    [DataRow("JAEGER_SAMPLER_TYPE=probabilistic;JAEGER_SAMPLER_PARAM=2", 0.001)]
    public void Resolve_BadArgument_SaidAndDefault(string environment, double expected)
    {
        Expect("BadSetting");

        Assert.AreEqual(expected, EnvironmentOptionsTests.Resolve(environment).Sampling.NamedRate);
        Assert.AreEqual(1, Log.Count("BadSetting"));
    }

    [TestMethod]
    public void Resolve_BadOption_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => EnvironmentOptionsTests.Resolve("", new SegueOptions { SampleRate = 50 }));
        Assert.ThrowsExactly<ArgumentException>(() => EnvironmentOptionsTests.Resolve("", new SegueOptions { RateLimit = double.NaN }));
        Assert.ThrowsExactly<ArgumentException>(() => EnvironmentOptionsTests.Resolve("", new SegueOptions { SamplingRules = { new SamplingRule { SampleRate = 50 } } }));
    }
}
