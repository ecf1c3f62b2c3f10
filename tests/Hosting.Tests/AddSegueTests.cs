using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OpenTracing;
using Segue.TestKit;

namespace Segue.Hosting.Tests;

[TestClass]
public class AddSegueTests : HostTestBase
{
    [TestMethod]
    public async Task Start_ServiceOfTheHost_IsTracedAndFlushedAtStop()
    {
        var builder = NewBuilder(("ServiceName", "shop"));
        // Added before, so it is made and started before whatever AddSegue adds.
        builder.Services.AddHostedService<Worker>();
        builder.Services.AddSegue().AddOpenTracingShim();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await host.StopAsync();
            CollectionAssert.AreEqual(new[] { "at start", "at stop" }, Sent());
        }

        Assert.AreEqual("shop", Agent.Spans[0].Service);
    }

    [TestMethod]
    public async Task Start_ConfigurationAndCode_CodeWins()
    {
        var builder = NewBuilder(("ServiceName", "from configuration"), ("Tags:team", "core"));
        builder.Services.AddSegue(options => options.ServiceName = "from code").AddSegue(options => options.Version = "2").AddOpenTracingShim();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<ITracer>().BuildSpan("a").Start().Finish();
            await host.StopAsync();
        }

        var span = Agent.Spans.Single();
        Assert.AreEqual("from code 2 core", string.Join(" ", span.Service, span.Meta["version"], span.Meta["team"]));
    }

    [TestMethod]
    public async Task Start_BadSettings_StopTheHostAndNameEach()
    {
        var builder = NewBuilder(("SampleRate", "1.5"), ("Fleet", "Zipkin"), ("AgentUri", "localhost:8126"), ("Sampelrate", "1"), ("SamplingRules:0:SampleRate", "all"), ("Enabled", "on"));
        builder.Services.AddSegue();
        using var host = builder.Build();

        var thrown = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync());

        var failures = string.Join("\n", thrown.Failures.Order(StringComparer.Ordinal));
        Assert.Contains("Segue:AgentUri is 'localhost:8126'; accepted are http://host:port, https://host:port, unix:///path.", failures);
        Assert.Contains("Segue:Enabled is 'on'; accepted are true, false.", failures);
        Assert.Contains("Segue:Fleet is 'Zipkin'; accepted are None, Datadog, Jaeger, B3, OtTracer.", failures);
        Assert.Contains("Segue:SampleRate is '1.5'; accepted are 0 to 1.", failures);
        Assert.Contains("Segue:Sampelrate is not a setting; accepted are ServiceName, ", failures);
        Assert.Contains("Segue:SamplingRules:0:SampleRate is 'all'; accepted are 0 to 1.", failures);
        Assert.HasCount(6, thrown.Failures.ToList());
    }

    [TestMethod]
    public async Task Health_ExitFailsAndRecovers_Follows()
    {
        var port = ClosedPort.Find();
        var builder = NewBuilder(("AgentUri", "http://127.0.0.1:" + port));
        builder.Services.AddSegue().AddOpenTracingShim();
        using var host = builder.Build();
        await host.StartAsync();
        var tracer = host.Services.GetRequiredService<ITracer>();

        Assert.AreEqual(HealthStatus.Healthy, (await Check(host)).Status);
        tracer.BuildSpan("lost").Start().Finish();
        var failing = await Await(host, HealthStatus.Degraded);
        Assert.Contains("127.0.0.1:" + port, failing.Description!);
        Assert.IsTrue(Log.Texts.Any(line => line.StartsWith("Segue Error ExitFailing", StringComparison.Ordinal)));

        using var agent = new TraceView.TraceAgent(port);
        tracer.BuildSpan("kept").Start().Finish();
        await Await(host, HealthStatus.Healthy);
        await host.StopAsync();
        Assert.IsTrue(agent.Spans.Any(span => span.Resource == "kept"));
    }

    [TestMethod]
    [DataRow("grpc")]
    [DataRow("http/protobuf")]
    public async Task Health_OtlpExitFails_UntilAMinuteHasNoError(string protocol)
    {
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + ClosedPort.Find());
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
        Environment.SetEnvironmentVariable("OTEL_BSP_SCHEDULE_DELAY", "50");
        try
        {
            var clock = new SetClock();
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSegue(options => options.Exits.Add(SegueExit.Otlp)).AddOpenTracingShim();
            using var host = builder.Build();
            await host.StartAsync();

            Assert.AreEqual(HealthStatus.Healthy, (await Check(host)).Status);
            host.Services.GetRequiredService<ITracer>().BuildSpan("lost").Start().Finish();
            Assert.Contains("An exporter by OTLP failed", (await Await(host, HealthStatus.Degraded)).Description!);
            clock.Seconds += 59;
            Assert.AreEqual(HealthStatus.Degraded, (await Check(host)).Status);
            clock.Seconds += 1;
            Assert.AreEqual(HealthStatus.Healthy, (await Check(host)).Status);
            await host.StopAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
            Environment.SetEnvironmentVariable("OTEL_BSP_SCHEDULE_DELAY", null);
        }
    }

    [TestMethod]
    public async Task Start_ApplicationHasAProvider_SourcesAreAddedToItAndNoneIsStarted()
    {
        var exported = new List<string>();
        var builder = NewBuilder();
        builder.Services.AddSegue().AddOpenTracingShim();
        // As OpenTelemetry's hosting package makes one: from the container's own configuration of it.
        builder.Services.AddSingleton(_ => OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSegue())
            .AddProcessor(new SimpleActivityExportProcessor(new Collecting(exported)))
            .Build());
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<ITracer>().BuildSpan("a").StartActive().Dispose();
            Assert.Contains("application's own provider", (await Check(host)).Description!);
            await host.StopAsync();
        }

        CollectionAssert.AreEqual(new[] { "a" }, exported);
        Assert.IsEmpty(Agent.Spans);
        Assert.IsFalse(Log.Texts.Any(line => line.Contains("does not record", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Start_ApplicationsProviderDoesNotListen_IsSaid()
    {
        var builder = NewBuilder();
        builder.Services.AddSegue();
        builder.Services.AddSingleton(_ => OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource("Shop").Build());
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        Assert.IsTrue(Log.Texts.Any(line => line.StartsWith("Segue Warning The application's TracerProvider does not record", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(null, "shop 1.2.3 prod")]
    [DataRow("Datadog", "cart 1.2.3 prod")]
    public async Task Start_ApplicationHasAProvider_LogCorrelationNamesItsService(string? exit, string expected)
    {
        var builder = NewBuilder(("Exits", exit), ("ServiceName", "cart"));
        builder.Services.AddSegue();
        builder.Services.AddSingleton(_ => OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue()
            .ConfigureResource(resource => resource.AddService("shop", serviceVersion: "1.2.3").AddAttributes([new("deployment.environment.name", "prod")])).Build());
        using var host = builder.Build();

        await host.StartAsync();

        Assert.AreEqual(expected, string.Join(" ", CorrelationIdentifier.Service, CorrelationIdentifier.Version, CorrelationIdentifier.Env));
        await host.StopAsync();
    }

    private static Task<HealthReportEntry> Check(IHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "segue").ContinueWith(report => report.Result.Entries["segue"], TaskScheduler.Default);

    private static async Task<HealthReportEntry> Await(IHost host, HealthStatus status)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var entry = await Check(host);
            if (entry.Status == status) return entry;
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class SetClock : TimeProvider
    {
        internal long Seconds { get; set; } = 1_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Worker(ITracer tracer) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            using (tracer.BuildSpan("at start").StartActive(true)) return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            using (tracer.BuildSpan("at stop").StartActive(true)) return Task.CompletedTask;
        }
    }

    private sealed class Collecting(List<string> exported) : BaseExporter<System.Diagnostics.Activity>
    {
        public override ExportResult Export(in Batch<System.Diagnostics.Activity> batch)
        {
            foreach (var span in batch) exported.Add(span.DisplayName);
            return ExportResult.Success;
        }
    }
}
