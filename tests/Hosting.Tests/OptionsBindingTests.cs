using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Segue.Propagation;

namespace Segue.Hosting.Tests;

[TestClass]
public class OptionsBindingTests : HostTestBase
{
    private static readonly Dictionary<string, (string Key, string Value)[]> _settings = new()
    {
        ["ServiceName"] = [("servicename", "shop")],
        ["Environment"] = [("Environment", "stage")],
        ["Version"] = [("Version", "1.2")],
        ["Tags"] = [("Tags:team", "core"), ("Tags:tier", "1")],
        ["Enabled"] = [("Enabled", "false")],
        ["Exits"] = [("Exits", "otlp, Datadog")],
        ["AgentUri"] = [("AgentUri", "unix:///run/agent")],
        ["FrameworkSpans"] = [("FrameworkSpans", "off")],
        ["SampleRate"] = [("SampleRate", "0.25")],
        ["SamplingRules"] = [("SamplingRules:0:Service", "a*"), ("SamplingRules:0:Tags:k", "v"), ("SamplingRules:0:SampleRate", "0.5"), ("SamplingRules:1:Name", "n")],
        ["RateLimit"] = [("RateLimit", "-1")],
        ["DropEarly"] = [("DropEarly", "True")],
        ["Sources"] = [("Sources:0", "Shop.*"), ("Sources:1", "Till")],
        ["Extract"] = [("Extract:0", "b3multi"), ("Extract:1", "Jaeger")],
        ["Inject"] = [("Inject", "TraceContext,Baggage")],
        ["Fleet"] = [("Fleet", "jaeger")],
        ["GuestMode"] = [("GuestMode", "false")],
        ["PropagateTo"] = [("PropagateTo:0", "*.shop.example")],
        ["PropagateBaggageTo"] = [("PropagateBaggageTo", "")],
    };

    [TestMethod]
    public async Task Bind_EverySetting_IsSet()
    {
        var options = await Bind([.. _settings.Values.SelectMany(settings => settings)]);

        Assert.AreEqual("shop stage 1.2 core 1", string.Join(" ", options.ServiceName, options.Environment, options.Version, options.Tags["team"], options.Tags["tier"]));
        Assert.AreEqual((false, FrameworkSpans.Off, true, -1.0, 0.25), (options.Enabled, options.FrameworkSpans, options.DropEarly, options.RateLimit, options.SampleRate!.Value));
        CollectionAssert.AreEqual(new[] { SegueExit.Otlp, SegueExit.Datadog }, options.Exits.ToArray());
        Assert.AreEqual("unix:///run/agent", options.AgentUri!.ToString());
        Assert.AreEqual("a* v 0.5", string.Join(" ", options.SamplingRules[0].Service, options.SamplingRules[0].Tags["k"], options.SamplingRules[0].SampleRate));
        Assert.AreEqual("n", options.SamplingRules[1].Name);
        CollectionAssert.AreEqual(new[] { "Shop.*", "Till" }, options.Sources.ToArray());
        CollectionAssert.AreEqual(new[] { PropagationStyle.B3Multi, PropagationStyle.Jaeger }, options.Extract.ToArray());
        CollectionAssert.AreEqual(new[] { PropagationStyle.TraceContext, PropagationStyle.Baggage }, options.Inject.ToArray());
        Assert.AreEqual((Fleet.Jaeger, false), (options.Fleet, options.GuestMode!.Value));
        Assert.AreEqual("*.shop.example", options.PropagateTo.Single());
        Assert.IsEmpty(options.PropagateBaggageTo);
    }

    [TestMethod]
    public async Task Bind_NothingSet_LeavesDefaults()
    {
        var options = await Bind();

        Assert.IsTrue(options.Enabled);
        Assert.IsNull(options.ServiceName);
        Assert.AreEqual("*", options.PropagateTo.Single());
    }

    [TestMethod]
    public void Settings_OfOptions_AreAllCoveredAbove() =>
        CollectionAssert.AreEquivalent(typeof(SegueOptions).GetProperties().Select(property => property.Name).ToArray(), _settings.Keys.ToArray());

    [TestMethod]
    [DataRow("Fleet", "1")]
    [DataRow("Fleet", "Jaeger,B3")]
    [DataRow("Exits:0", "Zipkin")]
    [DataRow("RateLimit", "many")]
    [DataRow("SamplingRules", "[]")]
    [DataRow("SamplingRules:0:Rate", "1")]
    [DataRow("Tags", "a:b")]
    public async Task Bind_BadSetting_NamesPathAndValue(string key, string value)
    {
        var thrown = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => Bind((key, value)));

        Assert.Contains("Segue:" + key, thrown.Failures.Single());
    }

    // What tracing is started with is seen by the last call that configures it.
    private async Task<SegueOptions> Bind(params (string Key, string Value)[] settings)
    {
        SegueOptions? seen = null;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (key, value) in settings) builder.Configuration["Segue:" + key] = value;
        builder.Services.AddSegue(options => seen = options);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
        return seen!;
    }
}
