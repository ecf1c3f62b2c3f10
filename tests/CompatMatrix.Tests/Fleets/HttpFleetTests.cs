using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.CompatMatrix.Fleets;
using Segue.CompatMatrix.Fleets.Lattice;
using Segue.CompatMatrix.Fleets.Services;

namespace Segue.CompatMatrix.Tests.Fleets;

/// <summary>A sample of the lattice over sockets; .NET's own HttpClient adds what it adds for the migrated services, and nothing for the others.</summary>
[TestClass]
public class HttpFleetTests
{
    [TestMethod]
    [DataRow("Jaeger", "ACE", true, "uber-trace-id", "host uber-trace-id uberctx-user uberctx-requestid uberctx-tenant")]
    [DataRow("Jaeger", "ACE", false, "uber-trace-id", "host uber-trace-id uberctx-user uberctx-requestid uberctx-tenant")]
    [DataRow("Jaeger", "BDF", true, "uber-trace-id", "host uber-trace-id uberctx-user uberctx-requestid uberctx-tenant")]
    [DataRow("Jaeger", "BDF", false, "uber-trace-id", "host uber-trace-id uberctx-user uberctx-requestid uberctx-tenant")]
    [DataRow("Datadog, its headers only", "ACE", true, "x-datadog-trace-id", "host x-datadog-trace-id x-datadog-parent-id x-datadog-sampling-priority x-datadog-origin x-datadog-tags")]
    [DataRow("Datadog, its headers only", "BDF", false, "x-datadog-trace-id", "host x-datadog-trace-id x-datadog-parent-id x-datadog-sampling-priority x-datadog-origin x-datadog-tags")]
    [DataRow("Datadog, its defaults", "ACE", false, "x-datadog-trace-id", "host x-datadog-trace-id x-datadog-parent-id x-datadog-sampling-priority x-datadog-origin x-datadog-tags traceparent tracestate baggage")]
    [DataRow("Datadog, its defaults", "BDF", true, "x-datadog-trace-id", "host x-datadog-trace-id x-datadog-parent-id x-datadog-sampling-priority x-datadog-origin x-datadog-tags traceparent tracestate baggage")]
    [DataRow("W3C / OpenTelemetry", "ACE", true, "traceparent", "host traceparent tracestate baggage")]
    [DataRow("W3C / OpenTelemetry", "ACE", false, "traceparent", "host traceparent tracestate baggage")]
    [DataRow("W3C / OpenTelemetry", "BDF", true, "traceparent", "host traceparent tracestate baggage")]
    [DataRow("W3C / OpenTelemetry", "BDF", false, "traceparent", "host traceparent tracestate baggage")]
    public async Task Serve_OverHttp_IsWhole(string origin, string migrated, bool keeps, string header, string unmigrated)
    {
        var services = LatticeOrigin.All.Single(entry => entry.Name == origin);
        using var process = new FleetProcess(keeps, services.HasAgentExit);
        var http = DistributedContextPropagator.Current;
        try
        {
            // As a migrated process starts: its formats are HttpClient's too.
            Sdk.CreateTracerProviderBuilder().UseSeguePropagation(options => options.Fleet = services.Fleet);
            using var network = new HttpFleet(LatticeFleet.Names, migrated.Contains);
            var fleet = new LatticeFleet(services, LatticeFleet.Read(migrated), isChanging: false);
            var journey = new Journey(fleet, keeps) { Transport = network.Transport };

            await journey.Begin("A").WaitAsync(TimeSpan.FromSeconds(60));

            Assert.AreEqual("", string.Join('\n', Wholeness.Problems(journey, process.TakeExported(), fleet.Requests)));
            foreach (var (from, names) in network.Received)
            {
                Assert.Contains(header, names.Keys, StringComparer.OrdinalIgnoreCase, from);
                if (!migrated.Contains(from, StringComparison.Ordinal)) Assert.AreEqual("", string.Join(' ', names.Keys.Except(unmigrated.Split(' '), StringComparer.OrdinalIgnoreCase)), from + " writes what it knows and nothing else");
            }
        }
        finally
        {
            DistributedContextPropagator.Current = http;
        }
    }
}
