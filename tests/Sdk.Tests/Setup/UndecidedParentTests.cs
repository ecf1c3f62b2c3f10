using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using Segue.Propagation;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

/// <summary>Vendor state without a priority, through Segue's propagators, where the flag means nothing, and through others, where it is the decision.</summary>
[TestClass]
public class UndecidedParentTests : SdkTestBase
{
    private readonly ExportedSpans _exported = new();

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void UseSegueSampler_OpenTelemetrysPropagator_FollowsTheFlag(bool sampled)
    {
        foreach (var rate in new[] { 0.0, 1.0 })
        {
            var headers = new PrefixCarrier { { "traceparent", Some.TraceParent(sampled) }, { "tracestate", "dd=p:00f067aa0ba902b7;t.a:1,foo=1" } };
            Record(rate, new TraceContextPropagator().Extract(default, headers, PrefixCarrier.Get).ActivityContext);
        }

        Assert.HasCount(sampled ? 2 : 0, _exported.All);
    }

    [TestMethod]
    [DataRow("tracestate", "dd=p:00f067aa0ba902b7;t.a:1,foo=1", 2, DisplayName = "beside a traceparent: decided")]
    [DataRow("b3", Some.TraceIdHex + "-" + Some.SpanIdHex, 1, DisplayName = "without one: not decided")]
    [DataRow("x-datadog-trace-id", "11803532876627986230", 1, DisplayName = "without one: not decided, no other state")]
    public void UseSegueSampler_SeguesPropagator_FollowsTheFlagOnlyOfATraceparent(string name, string value, int kept)
    {
        foreach (var rate in new[] { 0.0, 1.0 })
        {
            var headers = new PrefixCarrier { { name, value }, { "x-datadog-parent-id", "5" } };
            if (name == "tracestate") headers.Add("traceparent", Some.TraceParent());
            Record(rate, new CompositePropagator().Extract(default, headers, PrefixCarrier.Get).ActivityContext);
        }

        Assert.HasCount(kept, _exported.All);
    }

    [TestMethod]
    public void UseSegueSampler_WebHostsStrings_SayThatNothingIsDecided()
    {
        foreach (var rate in new[] { 0.0, 1.0 })
        {
            new HttpPropagator(new CompositePropagator()).ExtractTraceIdAndState(
                new PrefixCarrier { { "b3", Some.TraceIdHex + "-" + Some.SpanIdHex } },
                static (object? carrier, string name, out string? one, out IEnumerable<string>? values) => (one, values) = (null, PrefixCarrier.Get((PrefixCarrier)carrier!, name)),
                out var traceId,
                out var traceState);
            Assert.IsTrue(ActivityContext.TryParse(traceId, traceState, isRemote: true, out var parent));
            Record(rate, parent);
        }

        Assert.HasCount(1, _exported.All);
    }

    private void Record(double rate, ActivityContext parent)
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSource(FinishedSpans.SourceName)
            .UseSegueSampler(options => options.SampleRate = rate)
            .AddProcessor(new SimpleActivityExportProcessor(_exported))
            .Build();
        FinishedSpans.Source.StartActivity("work", ActivityKind.Server, parent)?.Dispose();
    }
}
