using System.Diagnostics;
using System.Runtime.ExceptionServices;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using Segue.Propagation;
using Segue.Sdk.Tests.Support;
using Segue.Shim;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class PropagationInstallTests : SdkTestBase
{
    private TextMapPropagator _textMap = null!;
    private DistributedContextPropagator _http = null!;

    [TestInitialize]
    public void Remember()
    {
        _ = OpenTelemetry.Sdk.SuppressInstrumentation;
        _textMap = Propagators.DefaultTextMapPropagator;
        _http = DistributedContextPropagator.Current;
    }

    [TestCleanup]
    public void PutBack()
    {
        OpenTelemetry.Sdk.SetDefaultTextMapPropagator(_textMap);
        DistributedContextPropagator.Current = _http;
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Start_Always_SetsBothPropagatorsUntilDispose(bool enabled)
    {
        using var agent = new ScriptedListener();
        using (SegueTracingTests.Start(agent, options => options.Enabled = enabled))
        {
            Assert.IsInstanceOfType<CompositePropagator>(Propagators.DefaultTextMapPropagator);
            Assert.IsInstanceOfType<HttpPropagator>(DistributedContextPropagator.Current);
            Assert.AreSame(Propagators.DefaultTextMapPropagator, DefaultPropagator.Current);
        }

        Assert.AreSame(_textMap, Propagators.DefaultTextMapPropagator);
        Assert.AreSame(_http, DistributedContextPropagator.Current);
    }

    [TestMethod]
    public void Dispose_ChangedByOthersSince_StaysAsItIs()
    {
        using var agent = new ScriptedListener();
        var tracing = SegueTracingTests.Start(agent);
        var theirs = new TraceContextPropagator();
        OpenTelemetry.Sdk.SetDefaultTextMapPropagator(theirs);
        DistributedContextPropagator.Current = DistributedContextPropagator.CreateNoOutputPropagator();

        tracing.Dispose();

        Assert.AreSame(theirs, Propagators.DefaultTextMapPropagator);
        Assert.IsNotInstanceOfType<HttpPropagator>(DistributedContextPropagator.Current);
        Assert.AreNotSame(_http, DistributedContextPropagator.Current);
    }

    [TestMethod]
    public void Start_StyleThatIsNone_ThrowsAndInstallsNothing()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SegueTracing.Start(options => options.Inject.Add((PropagationStyle)9)));

        Assert.AreSame(_textMap, Propagators.DefaultTextMapPropagator);
        Assert.AreSame(_http, DistributedContextPropagator.Current);
    }

    [TestMethod]
    public void Start_ExitCannotBeBuilt_TakesBackWhatItHadInstalled()
    {
        Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "no header";
        var installed = false;
        void Look(object? sender, FirstChanceExceptionEventArgs thrown) =>
            installed |= thrown.Exception is ArgumentException && DistributedContextPropagator.Current is HttpPropagator && Propagators.DefaultTextMapPropagator is CompositePropagator;

        AppDomain.CurrentDomain.FirstChanceException += Look;
        var thrown = Assert.ThrowsExactly<ArgumentException>(() => SegueTracing.Start(options => options.Exits.Add(SegueExit.Otlp)));
        AppDomain.CurrentDomain.FirstChanceException -= Look;

        StringAssert.Contains(thrown.Message, "Headers");
        Assert.IsTrue(installed, "it failed after the propagators were installed");
        Assert.AreSame(_textMap, Propagators.DefaultTextMapPropagator);
        Assert.AreSame(_http, DistributedContextPropagator.Current);

        Variables["OTEL_EXPORTER_OTLP_HEADERS"] = null;
        using var agent = new ScriptedListener();
        using var tracing = SegueTracingTests.Start(agent);
        Assert.AreEqual(0, Counters["segue.misuse/started_twice"], "nothing of the first start is left running");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Start_InstrumentationSuppressed_HttpClientSendsNoHeaders(bool suppressed)
    {
        using var neighbour = new ScriptedListener();
        using var agent = new ScriptedListener();
        using var tracing = SegueTracingTests.Start(agent, options => options.FrameworkSpans = FrameworkSpans.Off);
        using var client = new HttpClient();
        using var span = Tracer.Instance.StartActive("work");
        OpenTelemetry.Baggage.SetBaggage("k", "v");

        using (suppressed ? OpenTelemetry.SuppressInstrumentationScope.Begin() : null)
        using (await client.GetAsync(neighbour.Uri))
        {
        }

        var received = neighbour.Requests.Single();
        foreach (var name in new[] { "traceparent", "tracestate", "baggage", "x-datadog-trace-id" }) Assert.AreEqual(suppressed, received[name] is null, name);
    }

    [TestMethod]
    public void UseSeguePropagation_Settings_AreThoseOfTheProcess()
    {
        Expect("NobodyListens");
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName).UseSeguePropagation(options => options.Inject.Add(PropagationStyle.B3)).Build();
        var headers = new Dictionary<string, string>();

        new OpenTracingShim().Inject(new OpenTracingShim().BuildSpan("x").AsChildOf(Known()).Start().Context, OpenTracing.Propagation.BuiltinFormats.HttpHeaders, new OpenTracing.Propagation.TextMapInjectAdapter(headers));

        Assert.AreEqual("b3 traceparent tracestate", string.Join(" ", headers.Keys.Order()), "what is configured and what the trace arrived in");
    }

    [TestMethod]
    public void UseSeguePropagation_ContainerIsMadeAlready_InstallsAllTheSame()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(static services => services.ConfigureOpenTelemetryTracerProvider(static (_, builder) => builder.UseSeguePropagation()))
            .Build();

        Assert.IsInstanceOfType<CompositePropagator>(Propagators.DefaultTextMapPropagator);
        Assert.IsInstanceOfType<HttpPropagator>(DistributedContextPropagator.Current);
    }

    [TestMethod]
    public void AddSegue_Always_LeavesPropagatorsAlone()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue(options => options.Fleet = Fleet.Jaeger).Build();

        Assert.AreSame(_textMap, Propagators.DefaultTextMapPropagator);
        Assert.AreSame(_http, DistributedContextPropagator.Current);
    }

    [TestMethod]
    public async Task Install_AfterAnHttpClientWasUsed_IsCounted()
    {
        using var neighbour = new ScriptedListener();
        using var client = new HttpClient();
        using (await client.GetAsync(neighbour.Uri))
        {
        }

        using (SegueTracingTests.Start(neighbour))
        {
            Assert.AreEqual(1, Counters["segue.misuse/propagator_late"]);
            OpenTelemetry.Sdk.CreateTracerProviderBuilder().UseSeguePropagation();
            Assert.AreEqual(1, Counters["segue.misuse/propagator_late"], "installed already, so nobody has an older one");
        }
    }

    private static OpenTracing.ISpanContext Known() => new OpenTracingShim().Extract(
        OpenTracing.Propagation.BuiltinFormats.HttpHeaders,
        new OpenTracing.Propagation.TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = TestKit.Some.TraceParent() }));
}
