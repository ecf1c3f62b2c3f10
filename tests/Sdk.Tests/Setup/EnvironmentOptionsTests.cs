using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class EnvironmentOptionsTests : SdkTestBase
{
    [TestMethod]
    [DataRow("DD_SERVICE=a;OTEL_SERVICE_NAME=b;OTEL_RESOURCE_ATTRIBUTES=service.name=c", "a", DisplayName = "DD_SERVICE first")]
    [DataRow("OTEL_SERVICE_NAME=b;OTEL_RESOURCE_ATTRIBUTES=service.name=c", "b", DisplayName = "then OTEL_SERVICE_NAME")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=service.name=c", "c", DisplayName = "then the resource")]
    [DataRow("DD_SERVICE= a ", "a", DisplayName = "trimmed")]
    [DataRow("DD_SERVICE= ;OTEL_SERVICE_NAME=b", "b", DisplayName = "blank is unset")]
    public void Resolve_Service_FirstOfTheOrder(string environment, string expected)
    {
        var settings = Resolve(environment);

        Assert.AreEqual(expected, settings.ServiceName);
        Assert.IsTrue(settings.ServiceNameIsGiven);
        Assert.IsEmpty(settings.Tags);
    }

    [TestMethod]
    public void Resolve_NoService_NameOfEntryAssemblyAndNotGiven()
    {
        var settings = Resolve("");

        Assert.AreEqual(System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name, settings.ServiceName);
        Assert.IsFalse(settings.ServiceNameIsGiven);
    }

    [TestMethod]
    [DataRow("DD_ENV=a;OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=b,deployment.environment=c", "a")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=deployment.environment=c,deployment.environment.name=b", "b")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=deployment.environment=c", "c")]
    [DataRow("", null)]
    public void Resolve_Environment_FirstOfTheOrder(string environment, string? expected) => Assert.AreEqual(expected, Resolve(environment).Environment);

    [TestMethod]
    [DataRow("DD_VERSION=1;OTEL_RESOURCE_ATTRIBUTES=service.version=2", "1")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES=service.version=2", "2")]
    [DataRow("", null)]
    public void Resolve_Version_FirstOfTheOrder(string environment, string? expected) => Assert.AreEqual(expected, Resolve(environment).Version);

    [TestMethod]
    public void Resolve_SetInCode_WinsOverEnvironment()
    {
        var options = new SegueOptions { ServiceName = "s", Environment = "e", Version = "v", AgentUri = new Uri("http://code:1") };
        options.Exits.Add(SegueExit.Otlp);
        options.Tags["k"] = "code";

        var settings = Resolve("DD_SERVICE=x;DD_ENV=x;DD_VERSION=x;DD_TAGS=k:x,other:kept;DD_TRACE_AGENT_URL=http://x:2;OTEL_TRACES_EXPORTER=datadog", options);

        Assert.AreEqual("s e v http://code:1/", $"{settings.ServiceName} {settings.Environment} {settings.Version} {settings.AgentUri}");
        CollectionAssert.AreEqual(new[] { SegueExit.Otlp }, settings.Exits.ToArray());
        Assert.AreEqual("k=code other=kept", Text(settings.Tags));
    }

    [TestMethod]
    [DataRow("a:1,b:2", "a=1 b=2", DisplayName = "commas")]
    [DataRow("a:1 b:2", "a=1 b=2", DisplayName = "spaces")]
    [DataRow("a:1,b:2 c:3", "a=1 b=2 c:3", DisplayName = "a comma anywhere rules out spaces")]
    [DataRow(" a : 1 , b:2 ", "a=1 b=2", DisplayName = "trimmed")]
    [DataRow("url:http://h:1/", "url=http://h:1/", DisplayName = "the first colon splits")]
    [DataRow("a:1,:2,b:3", "a=1 b=3", DisplayName = "empty key is dropped")]
    [DataRow("a,b:", "a= b=", DisplayName = "no value is empty text")]
    [DataRow("a:1,,b:2,", "a=1 b=2", DisplayName = "empty items")]
    [DataRow("a:1,a:2", "a=2", DisplayName = "last wins")]
    [DataRow("A:1,a:2", "A=1 a=2", DisplayName = "keys keep their case")]
    public void Resolve_DdTags_ReadsGrammar(string value, string expected) => Assert.AreEqual(expected, Text(Resolve("DD_TAGS=" + value).Tags));

    [TestMethod]
    [DataRow("team=core,region=eu", "region=eu team=core")]
    [DataRow("service.name=s,service.version=v,deployment.environment=e,deployment.environment.name=e,team=core", "team=core")]
    [DataRow("note=a%20b%2Cc", "note=a b,c", DisplayName = "percent-encoded, Resource SDK specification")]
    [DataRow("formula=a=b", "formula=a=b")]
    [DataRow("lonely", "lonely=")]
    public void Resolve_ResourceAttributes_RestBecomesTags(string value, string expected) => Assert.AreEqual(expected, Text(Resolve("OTEL_RESOURCE_ATTRIBUTES=" + value).Tags));

    [TestMethod]
    public void Resolve_SameTagInBoth_DdTagsWin() => Assert.AreEqual("a=dd b=otel", Text(Resolve("DD_TAGS=a:dd;OTEL_RESOURCE_ATTRIBUTES=a=otel,b=otel").Tags));

    [TestMethod]
    [DataRow("datadog", "Datadog")]
    [DataRow("otlp", "Otlp")]
    [DataRow("none", "")]
    [DataRow("datadog,otlp", "Datadog Otlp")]
    [DataRow(" OTLP , Datadog ", "Otlp Datadog", DisplayName = "spaces and case")]
    [DataRow("otlp,otlp", "Otlp", DisplayName = "each once")]
    [DataRow("none,otlp", "Otlp")]
    public void Resolve_TracesExporter_GivesExits(string value, string expected)
    {
        var settings = Resolve("OTEL_TRACES_EXPORTER=" + value);

        Assert.AreEqual(expected, string.Join(" ", settings.Exits));
        Assert.IsTrue(settings.ExitsAreGiven);
    }

    [TestMethod]
    [DataRow("zipkin", "Otlp", false, DisplayName = "alone: as if unset")]
    [DataRow("zipkin,datadog", "Datadog", true, DisplayName = "the others count")]
    public void Resolve_TracesExporterUnknown_SaidAndIgnored(string value, string expected, bool given)
    {
        Expect("BadSetting");

        var settings = Resolve("OTEL_TRACES_EXPORTER=" + value);

        Assert.AreEqual(expected, string.Join(" ", settings.Exits));
        Assert.AreEqual(given, settings.ExitsAreGiven);
        Assert.AreEqual(1, Log.Count("BadSetting"));
    }

    [TestMethod]
    [DataRow("", false, SegueExit.Otlp)]
    [DataRow("", true, SegueExit.Datadog, DisplayName = "the agent's socket is there")]
    [DataRow("DD_AGENT_HOST=agent", false, SegueExit.Datadog)]
    [DataRow("DD_TRACE_AGENT_URL=http://agent:1", false, SegueExit.Datadog)]
    public void Resolve_NoExitAsked_AgentIfConfiguredElseOtlp(string environment, bool socketExists, SegueExit expected)
    {
        var settings = Resolve(environment, socketExists: socketExists);

        Assert.AreEqual(expected, settings.Exits.Single());
        Assert.IsFalse(settings.ExitsAreGiven);
    }

    [TestMethod]
    public void Resolve_ExitGivenTwice_TakenOnce()
    {
        var options = new SegueOptions();
        options.Exits.Add(SegueExit.Datadog);
        options.Exits.Add(SegueExit.Datadog);

        Assert.AreEqual(SegueExit.Datadog, Resolve("", options).Exits.Single());
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("SEGUE_ENABLED=false", false)]
    [DataRow("SEGUE_ENABLED=0", false)]
    [DataRow("DD_TRACE_ENABLED=False", false)]
    [DataRow("OTEL_SDK_DISABLED=true", false)]
    [DataRow("OTEL_SDK_DISABLED=1", false)]
    [DataRow("SEGUE_ENABLED=true;DD_TRACE_ENABLED=1;OTEL_SDK_DISABLED=false", true)]
    [DataRow("SEGUE_ENABLED=true;DD_TRACE_ENABLED=false", false, DisplayName = "one of them is enough")]
    public void Resolve_OffSwitches_SwitchOff(string environment, bool expected) => Assert.AreEqual(expected, Resolve(environment).Enabled);

    [TestMethod]
    public void Resolve_OffInCode_IsOff() => Assert.IsFalse(Resolve("SEGUE_ENABLED=true", new SegueOptions { Enabled = false }).Enabled);

    [TestMethod]
    [DataRow("SEGUE_ENABLED")]
    [DataRow("DD_TRACE_ENABLED")]
    [DataRow("OTEL_SDK_DISABLED")]
    public void Resolve_SwitchUnknown_SaidAndLeftOn(string name)
    {
        Expect("BadSetting");

        var settings = Resolve(name + "=perhaps");

        Assert.IsTrue(settings.Enabled);
        Assert.AreEqual($"BadSetting: {name} | perhaps | true, false", Log.Written.Single());
    }

    [TestMethod]
    [DataRow(FrameworkSpans.Auto, true)]
    [DataRow(FrameworkSpans.On, true)]
    [DataRow(FrameworkSpans.Off, false)]
    public void Resolve_FrameworkSpans_RecordedUnlessOff(FrameworkSpans option, bool expected) =>
        Assert.AreEqual(expected, Resolve("", new SegueOptions { FrameworkSpans = option }).RecordFrameworkSpans);

    internal static SegueSettings Resolve(string environment, SegueOptions? options = null, bool socketExists = false)
    {
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair[..pair.IndexOf('=')], pair => pair[(pair.IndexOf('=') + 1)..]);
        return EnvironmentOptions.Resolve(options ?? new SegueOptions(), variables.GetValueOrDefault, path => socketExists && path == "/var/run/datadog/apm.socket");
    }

    private static string Text(IReadOnlyDictionary<string, string> tags) => string.Join(" ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Key + "=" + tag.Value));
}
