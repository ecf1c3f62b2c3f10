using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Sdk.Tests.Support;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

/// <summary>Decisions from the start of a trace to what an agent on a real socket receives.</summary>
[TestClass]
public class SamplingDeliveryTests : SdkTestBase
{
    private const string Priority = "_sampling_priority_v1";
    private const int Patience = 20_000;

    [TestMethod]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Start_InheritedPriority_ArrivesAtTheAgent(int priority)
    {
        using var agent = new ScriptedListener();
        using var tracing = SegueTracingTests.Start(agent, options => options.Sources.Add(FinishedSpans.SourceName));
        var parent = Some.Context(priority > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, "dd=s:" + priority);

        using (FinishedSpans.Source.StartActivity("root", ActivityKind.Server, parent))
        using (FinishedSpans.Source.StartActivity("child"))
        {
        }

        tracing.ForceFlush(TimeSpan.FromMilliseconds(Patience));

        Assert.AreEqual(2, agent.Spans.Count());
        Assert.AreEqual(priority, agent.Spans.Single(span => span.Resource == "root").Metrics[Priority]);
    }

    [TestMethod]
    public void Start_EveryWayToDecide_PrioritiesArriveAtTheAgent()
    {
        using var agent = new ScriptedListener();
        using (var tracing = SegueTracingTests.Start(agent, options =>
        {
            options.SamplingRules.Add(new SamplingRule { Name = "health", SampleRate = 0 });
            options.SamplingRules.Add(new SamplingRule { Name = "order", SampleRate = 1 });
        }))
        {
            Tracer.Instance.StartActive("health").Dispose();
            Tracer.Instance.StartActive("order").Dispose();
            Tracer.Instance.StartActive("other").Dispose();
            new OpenTracingShim().BuildSpan("legacy drop").WithTag("manual.drop", true).Start().Finish();
            new OpenTracingShim().BuildSpan("legacy keep").WithTag("sampling.priority", 1).Start().Finish();
        }

        var sent = agent.Spans.ToDictionary(span => span.Resource);
        Assert.AreEqual(
            "health:-1 order:2 other:1 legacy drop:-1 legacy keep:2",
            string.Join(" ", new[] { "health", "order", "other", "legacy drop", "legacy keep" }.Select(name => name + ":" + sent[name].Metrics[Priority])));
        Assert.AreEqual("-3 1 1 1", string.Join(" ", sent["order"].Meta["_dd.p.dm"], sent["order"].Meta["_dd.p.ksr"], sent["order"].Metrics["_dd.rule_psr"], sent["order"].Metrics["_dd.limit_psr"]));
        Assert.AreEqual(0, sent["health"].Metrics["_dd.rule_psr"]);
        Assert.AreEqual("-0 -4", sent["other"].Meta["_dd.p.dm"] + " " + sent["legacy keep"].Meta["_dd.p.dm"]);
        Assert.IsFalse(sent["health"].Meta.ContainsKey("_dd.p.dm") || sent["legacy drop"].Meta.ContainsKey("_dd.p.dm"));
    }

    [TestMethod]
    public void Start_AgentGivesRates_NextTracesFollow()
    {
        using var agent = new ScriptedListener().Answering(Reply.Status(200, """{"rate_by_service":{"service:,env:":1,"service:shop,env:prod":0}}"""));
        using var tracing = SegueTracingTests.Start(agent, options =>
        {
            options.ServiceName = "shop";
            options.Environment = "prod";
        });

        foreach (var name in new[] { "first", "second" })
        {
            Tracer.Instance.StartActive(name).Dispose();
            tracing.ForceFlush(TimeSpan.FromMilliseconds(Patience));
        }

        var first = agent.Spans.Single(span => span.Resource == "first");
        var second = agent.Spans.Single(span => span.Resource == "second");
        Assert.AreEqual("1 -0", first.Metrics[Priority] + " " + first.Meta["_dd.p.dm"]);
        Assert.AreEqual("0 0", second.Metrics[Priority] + " " + second.Metrics["_dd.agent_psr"]);
        Assert.IsFalse(first.Metrics.ContainsKey("_dd.agent_psr") || second.Meta.ContainsKey("_dd.p.dm"));
    }

    [TestMethod]
    public void Start_DropEarly_RejectedIsNotRecordedAndNotSent()
    {
        using var agent = new ScriptedListener();
        using (var tracing = SegueTracingTests.Start(agent, options =>
        {
            options.DropEarly = true;
            options.SamplingRules.Add(new SamplingRule { Name = "health", SampleRate = 0 });
        }))
        {
            using (Tracer.Instance.StartActive("health")) Assert.IsFalse(Activity.Current!.IsAllDataRequested);
            Tracer.Instance.StartActive("order").Dispose();
        }

        Assert.AreEqual("order", agent.Spans.Single().Resource);
    }

    [TestMethod]
    public void Start_OtlpAlone_RejectedIsNotRecorded()
    {
        using var tracing = SegueTracing.Start(options =>
        {
            options.Exits.Add(SegueExit.Otlp);
            options.SampleRate = 0;
        });

        using var scope = Tracer.Instance.StartActive("order");

        Assert.IsFalse(Activity.Current!.IsAllDataRequested);
    }

    [TestMethod]
    public void Start_DroppedLate_ArrivesWithTheDecisionInForce()
    {
        using var agent = new ScriptedListener();
        using (SegueTracingTests.Start(agent))
        using (var root = Tracer.Instance.StartActive("root"))
        using (Tracer.Instance.StartActive("child"))
        {
            root.Span.SetTag("manual.drop", "true");
        }

        Assert.IsTrue(agent.Requests.SelectMany(request => request.Chunks()).All(chunk => chunk.Exists(span => span.Metrics.TryGetValue(Priority, out var sent) && sent == -1)));
        Assert.AreEqual(2, agent.Spans.Count());
        Assert.IsFalse(agent.Spans.Any(span => span.Meta.ContainsKey("_dd.p.dm")), "a dropped trace tells no mechanism");
    }

    [TestMethod]
    public void Start_KeptLate_ArrivesAsDecidedByHand()
    {
        using var agent = new ScriptedListener();
        using (SegueTracingTests.Start(agent, options => options.SampleRate = 0))
        using (var root = Tracer.Instance.StartActive("root"))
        {
            root.Span.SetTag("manual.keep", "true");
        }

        Assert.AreEqual("2 -4", agent.Spans.Single().Metrics[Priority] + " " + agent.Spans.Single().Meta["_dd.p.dm"]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void UseSegueSampler_BesideAnExit_RejectedIsSentWhateverTheOrder(bool samplerFirst)
    {
        using var agent = new ScriptedListener();
        var builder = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName);
        if (samplerFirst) builder.UseSegueSampler(options => options.SampleRate = 0);
        builder.AddDatadogAgentExporter(options => options.AgentUri = agent.Uri);
        if (!samplerFirst) builder.UseSegueSampler(options => options.SampleRate = 0);
        using (var provider = builder.Build())
        {
            AgentPipeline.Trace();
            provider.ForceFlush(Patience);
        }

        Assert.AreEqual(-1, agent.Spans.Single().Metrics[Priority]);
    }

    [TestMethod]
    public void UseSegueSampler_NoExit_RejectedIsNotRecorded()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName).UseSegueSampler(options => options.SampleRate = 0).Build();

        using var activity = FinishedSpans.Source.StartActivity("work");

        Assert.IsFalse(activity!.IsAllDataRequested);
    }

    [TestMethod]
    public void UseSegueSampler_SwitchedOff_ProviderKeepsItsSampler()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName).SetSampler(new AlwaysOnSampler()).UseSegueSampler(options =>
        {
            options.Enabled = false;
            options.SampleRate = 0;
        }).Build();

        using var activity = FinishedSpans.Source.StartActivity("work");

        Assert.IsTrue(activity!.Recorded);
    }

    [TestMethod]
    public void UseSegueSampler_BadArguments_Throw()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => ((TracerProviderBuilder)null!).UseSegueSampler());
        Assert.ThrowsExactly<ArgumentException>(() => OpenTelemetry.Sdk.CreateTracerProviderBuilder().UseSegueSampler(options => options.SampleRate = 50));
    }

    [TestMethod]
    public void AddDatadogAgentExporter_SomebodysSamplerRecordsOnly_IsNotSent()
    {
        using var agent = new ScriptedListener();
        using (var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName).SetSampler(new RecordingSampler()).AddDatadogAgentExporter(options => options.AgentUri = agent.Uri).Build())
        {
            AgentPipeline.Trace();
            provider.ForceFlush(Patience);
        }

        Assert.IsEmpty(agent.Requests);
    }

    private sealed class RecordingSampler : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => new(SamplingDecision.RecordOnly);
    }
}
