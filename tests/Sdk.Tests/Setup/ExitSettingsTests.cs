using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

/// <summary>What the environment says about the Datadog exit, and where the start-up line says that values came from.</summary>
[TestClass]
public class ExitSettingsTests : SdkTestBase
{
    [TestMethod]
    [DataRow("", 500)]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS=20", 20)]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_ENABLED=true;DD_TRACE_PARTIAL_FLUSH_MIN_SPANS=20", 20)]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_ENABLED=false;DD_TRACE_PARTIAL_FLUSH_MIN_SPANS=20", 0)]
    public void Resolve_PartialFlush_IsRead(string environment, int expected) => Assert.AreEqual(expected, EnvironmentOptionsTests.Resolve(environment).PartialFlushSpans);

    [TestMethod]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "0")]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "many")]
    [DataRow("DD_SPAN_SAMPLING_RULES", "no json")]
    [DataRow("DD_TRACE_STARTUP_LOGS", "perhaps")]
    public void Resolve_NotUnderstood_DefaultAndSaid(string name, string value)
    {
        Expect("BadSetting");

        var settings = EnvironmentOptionsTests.Resolve(name + "=" + value);

        Assert.AreEqual("500 0 True", string.Join(" ", settings.PartialFlushSpans, settings.SpanRules.Count, settings.SayStart));
        Assert.AreEqual(1, Log.Count("BadSetting"));
        StringAssert.Contains(Log.Written.Single(), name);
    }

    [TestMethod]
    public void Resolve_Mappings_AreRead()
    {
        var settings = EnvironmentOptionsTests.Resolve("""DD_TRACE_SERVICE_MAPPING=pg:orders-db, redis : cart;DD_TRACE_HEADER_TAGS=X-User-Id:user.id,ETag;DD_SPAN_SAMPLING_RULES=[{"service":"a","sample_rate":0.5}]""");

        Assert.AreEqual("orders-db cart", settings.ServiceMapping["pg"] + " " + settings.ServiceMapping["redis"]);
        Assert.AreEqual("user.id|", settings.HeaderTags["x-user-id"] + "|" + settings.HeaderTags["etag"]);
        Assert.AreEqual(0.5, settings.SpanRules.Single().SampleRate);
    }

    [TestMethod]
    [DataRow("redis")]
    [DataRow("redis:")]
    public void Resolve_ServiceMappedToNothing_IsLeftOutAndSaid(string entry)
    {
        Expect("BadSetting");

        var settings = EnvironmentOptionsTests.Resolve("DD_TRACE_SERVICE_MAPPING=pg:orders-db," + entry);

        Assert.AreEqual("pg", settings.ServiceMapping.Keys.Single());
        StringAssert.Contains(Log.Written.Single(), "redis");
    }

    [TestMethod]
    [DataRow("", "service", "default")]
    [DataRow("DD_SERVICE=a;OTEL_SERVICE_NAME=b", "service", "DD_SERVICE")]
    [DataRow("OTEL_SERVICE_NAME=b", "service", "OTEL_SERVICE_NAME")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=service.name=c", "service", "OTEL_RESOURCE_ATTRIBUTES")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=service.name=c", "version", "default")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=deployment.environment=c", "env", "OTEL_RESOURCE_ATTRIBUTES")]
    [DataRow("DD_TRACE_AGENT_PORT=1", "agent", "DD_TRACE_AGENT_PORT")]
    [DataRow("OTEL_TRACES_SAMPLER=always_on", "rate", "OTEL_TRACES_SAMPLER")]
    [DataRow("DD_TRACE_ENABLED=false", "enabled", "DD_TRACE_ENABLED")]
    [DataRow("DD_AGENT_HOST=a", "exits", "DD_AGENT_HOST")]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_ENABLED=false;DD_TRACE_PARTIAL_FLUSH_MIN_SPANS=20", "partial flush", "DD_TRACE_PARTIAL_FLUSH_ENABLED")]
    [DataRow("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS=20", "partial flush", "DD_TRACE_PARTIAL_FLUSH_MIN_SPANS")]
    [DataRow("DD_TRACE_SERVICE_MAPPING=a:b", "service mapping", "DD_TRACE_SERVICE_MAPPING")]
    [DataRow("DD_TRACE_HEADER_TAGS=a", "header tags", "DD_TRACE_HEADER_TAGS")]
    [DataRow("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT=restart", "arriving traces", "DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT")]
    [DataRow("DD_TRACE_PROPAGATION_EXTRACT_FIRST=true", "first only", "DD_TRACE_PROPAGATION_EXTRACT_FIRST")]
    public void Resolve_Setting_SaysWhereItCameFrom(string environment, string setting, string expected) => Assert.AreEqual(expected, EnvironmentOptionsTests.Resolve(environment).Origins[setting]);

    [TestMethod]
    public void Resolve_Option_IsTheOrigin()
    {
        var settings = EnvironmentOptionsTests.Resolve("DD_SERVICE=a;DD_ENV=b", new SegueOptions { ServiceName = "s", SampleRate = 0.5 });

        Assert.AreEqual("option DD_ENV option", string.Join(" ", settings.Origins["service"], settings.Origins["env"], settings.Origins["rate"]));
        StringAssert.StartsWith(settings.ToString(), "enabled=true (default), service=s (option), env=b (DD_ENV), ");
    }

    [TestMethod]
    public void Origins_Names_AreThoseOfTheLine()
    {
        var settings = EnvironmentOptionsTests.Resolve("");

        foreach (var name in settings.Origins.Keys) StringAssert.Contains(", " + settings, ", " + name + "=");
    }

    [TestMethod]
    [DataRow("false", 0)]
    [DataRow("true", 1)]
    public void Start_StartupLogs_SaidOrNot(string value, int expected)
    {
        Variables["DD_TRACE_STARTUP_LOGS"] = value;
        using var agent = new ScriptedListener();

        SegueTracingTests.Start(agent).Dispose();

        Assert.AreEqual(expected, Log.Count("Started"));
    }

    [TestMethod]
    public void Start_PartialFlushAndSpanRules_HoldAtTheExit()
    {
        Variables["DD_TRACE_PARTIAL_FLUSH_MIN_SPANS"] = "2";
        Variables["DD_SPAN_SAMPLING_RULES"] = """[{"name":"single"}]""";
        using var agent = new ScriptedListener();
        using (SegueTracingTests.Start(agent, options =>
        {
            options.SampleRate = 0;
            options.DropEarly = true;
        }))
        {
            using var root = Tracer.Instance.StartActive("root");
            for (var i = 0; i < 3; i++) Tracer.Instance.StartActive("single").Dispose();
        }

        CollectionAssert.AreEqual(new[] { "single", "single", "single" }, agent.Spans.Select(span => span.Name).ToArray());
        CollectionAssert.AreEqual(new[] { 2, 1 }, agent.Requests.SelectMany(request => request.Chunks()).Select(chunk => chunk.Count).ToArray());
        Assert.IsTrue(agent.Spans.All(span => span.Metrics["_dd.span_sampling.mechanism"] == SpanRule.Mechanism));
    }
}
