using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Segue.Sdk.Tests.Support;
using Segue.Shim;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class SegueTracerProviderBuilderExtensionsTests : SdkTestBase
{
    private const int Patience = 20_000;

    [TestMethod]
    public void AddSegue_SomebodysProvider_RecordsOurSources()
    {
        var exported = new List<string>();
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSegue(options => options.Sources.Add(FinishedSpans.SourceName))
            .AddProcessor(new SimpleActivityExportProcessor(new NameExporter(exported)))
            .Build();

        new OpenTracingShim().BuildSpan("legacy").Start().Finish();
        Tracer.Instance.StartSpan("native").Finish();
        AgentPipeline.Trace();

        CollectionAssert.AreEqual(new[] { "legacy", "native", "work" }, exported);
    }

    [TestMethod]
    public void Joining_EachCall_SaysWhatItAdded()
    {
        Variables["DD_ENV"] = "qa";
        Variables["DD_TRACE_SAMPLE_RATE"] = "0.5";
        Expect("Misuse");
        var builder = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSegue(options => options.Sources.Add("mine"))
            .UseSegueSampler()
            .AddDatadogAgentExporter(options => options.AgentUri = new Uri("http://127.0.0.1:9"));

        var said = Log.Written.Where(line => line.StartsWith("Started: on a provider of the application, ", StringComparison.Ordinal)).ToList();

        Assert.HasCount(3, said);
        StringAssert.EndsWith(said[0], "enabled=true (default), framework spans=on (default), sources=mine (option)");
        StringAssert.Contains(said[1], "rate=0.5 (DD_TRACE_SAMPLE_RATE)");
        Assert.DoesNotContain("agent=", said[1]);
        StringAssert.Contains(said[2], "(default, unless the provider's resource says it), env=qa (DD_ENV)");
        StringAssert.Contains(said[2], "agent=http://127.0.0.1:9/ (option)");
        builder.Build().Dispose();
    }

    [TestMethod]
    public void AddSegue_SomebodysSampler_StillDecides()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().SetSampler(new AlwaysOffSampler()).AddSegue().Build();

        using var scope = Tracer.Instance.StartActive("native");

        Assert.IsFalse(Activity.Current?.Recorded ?? false);
    }

    [TestMethod]
    public void AddSegue_SomebodysResource_StaysAsItIs()
    {
        var own = ResourceBuilder.CreateEmpty().AddAttributes([new("service.name", "own"), new("team", "core")]);

        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().SetResourceBuilder(own).AddSegue(options =>
        {
            options.ServiceName = "segue";
            options.Environment = "prod";
            options.Tags["team"] = "other";
        }).Build();

        CollectionAssert.AreEquivalent(new Dictionary<string, object> { ["service.name"] = "own", ["team"] = "core" }, provider.GetResource().Attributes.ToDictionary());
    }

    [TestMethod]
    [DataRow(null, false, 0, DisplayName = "an agent is configured but no exit asked for")]
    [DataRow("otlp-is-somebody-elses", false, 0, DisplayName = "an unknown exporter")]
    [DataRow("datadog", false, 1)]
    [DataRow("none", false, 0)]
    [DataRow(null, true, 1)]
    public void AddSegue_DatadogExit_OnlyIfAskedFor(string? exporter, bool option, int requests)
    {
        Expect("BadSetting");
        using var agent = new ScriptedListener();
        Variables["DD_TRACE_AGENT_URL"] = agent.Uri.ToString();
        Variables["OTEL_TRACES_EXPORTER"] = exporter;
        using (var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue(options =>
        {
            if (option) options.Exits.Add(SegueExit.Datadog);
        }).Build())
        {
            Tracer.Instance.StartSpan("native").Finish();
            provider.ForceFlush(Patience);
        }

        Assert.HasCount(requests, agent.Requests);
        Assert.HasCount(requests, agent.Requests);
    }

    [TestMethod]
    public void AddSegue_OtlpExit_IsLeftToTheProvider()
    {
        using var collector = new ScriptedListener();
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Uri.ToString();
        Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        using (var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue(options => options.Exits.Add(SegueExit.Otlp)).Build())
        {
            Tracer.Instance.StartSpan("native").Finish();
            provider.ForceFlush(Patience);
        }

        Assert.AreEqual(0, collector.Connections);
    }

    [TestMethod]
    [DataRow(true, 1, 0, 1)]
    [DataRow(false, 1, 1, 0)]
    public void AddDatadogAgentExporter_SecondExit_NoneForTheSameAddress(bool isSame, int first, int second, int misuses)
    {
        Expect("Misuse");
        using var agent = new ScriptedListener();
        using var other = new ScriptedListener();
        using (var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSegue(options =>
            {
                options.Exits.Add(SegueExit.Datadog);
                options.AgentUri = agent.Uri;
            })
            .AddDatadogAgentExporter(options => options.AgentUri = isSame ? new Uri(agent.Uri.ToString()) : other.Uri)
            .Build())
        {
            Tracer.Instance.StartSpan("native").Finish();
            provider.ForceFlush(Patience);
        }

        Assert.AreEqual(first + " " + second, agent.Spans.Count() + " " + other.Spans.Count());
        Assert.AreEqual(misuses, Counters["segue.misuse/exit_twice"]);
    }

    [TestMethod]
    public void AddDatadogAgentExporter_SomebodysSourcesAndResource_AreSent()
    {
        using var agent = new ScriptedListener();
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("own", serviceVersion: "7").AddAttributes([new("deployment.environment.name", "stage")]))
            .AddSource(FinishedSpans.SourceName)
            .AddDatadogAgentExporter(options => options.AgentUri = agent.Uri)
            .Build();

        AgentPipeline.Trace();
        Tracer.Instance.StartSpan("native").Finish();
        provider.ForceFlush(Patience);

        var sent = agent.Spans.Single();
        Assert.AreEqual("work own 7 stage", string.Join(" ", sent.Resource, sent.Service, sent.Meta["version"], sent.Meta["env"]));
        Expect("NobodyListens");
    }

    [TestMethod]
    public void AddSegue_NoBuilder_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => ((TracerProviderBuilder)null!).AddSegue());
        Assert.ThrowsExactly<ArgumentNullException>(() => ((TracerProviderBuilder)null!).AddDatadogAgentExporter());
    }

    [TestMethod]
    public void AddSegue_BadAgentUri_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue(options => options.AgentUri = new Uri("ftp://agent")));

    private sealed class NameExporter(List<string> names) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch) names.Add(activity.DisplayName);
            return ExportResult.Success;
        }
    }
}
