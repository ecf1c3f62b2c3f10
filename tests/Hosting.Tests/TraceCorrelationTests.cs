using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTracing;

namespace Segue.Hosting.Tests;

[TestClass]
public class TraceCorrelationTests : HostTestBase
{
    [TestMethod]
    public async Task Log_WhileASpanIsActive_HasItsIdsUnderBothNames()
    {
        using var host = await Start(null);
        using (var scope = host.Services.GetRequiredService<ITracer>().BuildSpan("a").StartActive())
        {
            using (Logger(host).BeginScope(new Dictionary<string, object> { ["own"] = 1 })) Write(host, "inside");
            var context = scope.Span.Context;
            var line = Log.ScopeOf("inside");

            Assert.AreEqual(context.TraceId, line["trace_id"]);
            Assert.AreEqual(context.SpanId, line["span_id"]);
            Assert.AreEqual(context.TraceId, line["dd.trace_id"]);
            Assert.AreEqual(ulong.Parse(context.SpanId, System.Globalization.NumberStyles.HexNumber, null).ToString(System.Globalization.CultureInfo.InvariantCulture), line["dd.span_id"]);
            Assert.AreEqual("shop shop stage", string.Join(" ", line["service.name"], line["dd.service"], line["dd.env"]));
            Assert.IsFalse(line.ContainsKey("dd.version"));
            Assert.AreEqual(1, line["own"]);
        }

        Write(host, "outside");
        Assert.IsEmpty(Log.ScopeOf("outside"));
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Log_OneSetOfNames_LeavesTheOtherOut()
    {
        using var host = await Start(options => options.OpenTelemetryNames = false);
        using (host.Services.GetRequiredService<ITracer>().BuildSpan("a").StartActive()) Write(host, "inside");

        CollectionAssert.AreEquivalent(new[] { "dd.trace_id", "dd.span_id", "dd.service", "dd.env" }, Log.ScopeOf("inside").Keys.ToArray());
        await host.StopAsync();
    }

    private static ILogger Logger(IHost host) => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");

    private static void Write(IHost host, string text) => Logger(host).Log(LogLevel.Information, default, text, null, static (state, _) => state);

    private async Task<IHost> Start(Action<TraceCorrelationOptions>? configure)
    {
        var builder = NewBuilder(("ServiceName", "shop"), ("Environment", "stage"));
        builder.Services.AddSegue().AddOpenTracingShim();
        builder.Logging.AddTraceCorrelation(configure);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
