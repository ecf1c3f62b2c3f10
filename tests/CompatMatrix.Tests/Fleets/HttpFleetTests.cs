using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.CompatMatrix.Fleets;
using Segue.CompatMatrix.Fleets.Lattice;
using Segue.CompatMatrix.Fleets.Services;

namespace Segue.CompatMatrix.Tests.Fleets;

/// <summary>A sample of the lattice over sockets, with .NET's own HttpClient adding what it adds.</summary>
[TestClass]
public class HttpFleetTests
{
    [TestMethod]
    [DataRow("Jaeger", "ACE", true, "uber-trace-id")]
    [DataRow("Jaeger", "ACE", false, "uber-trace-id")]
    [DataRow("Jaeger", "BDF", true, "uber-trace-id")]
    [DataRow("Jaeger", "BDF", false, "uber-trace-id")]
    [DataRow("Datadog, its headers only", "ACE", true, "x-datadog-trace-id")]
    [DataRow("Datadog, its headers only", "BDF", false, "x-datadog-trace-id")]
    [DataRow("Datadog, its defaults", "ACE", false, "x-datadog-trace-id")]
    [DataRow("Datadog, its defaults", "BDF", true, "x-datadog-trace-id")]
    [DataRow("W3C / OpenTelemetry", "ACE", true, "traceparent")]
    [DataRow("W3C / OpenTelemetry", "ACE", false, "traceparent")]
    [DataRow("W3C / OpenTelemetry", "BDF", true, "traceparent")]
    [DataRow("W3C / OpenTelemetry", "BDF", false, "traceparent")]
    public async Task Serve_OverHttp_IsWhole(string origin, string migrated, bool keeps, string header)
    {
        var services = LatticeOrigin.All.Single(entry => entry.Name == origin);
        using var process = new FleetProcess(keeps, services.HasAgentExit);
        var http = DistributedContextPropagator.Current;
        try
        {
            // As a migrated process starts: its formats are HttpClient's too.
            Sdk.CreateTracerProviderBuilder().UseSeguePropagation(options => options.Fleet = services.Fleet);
            using var network = new HttpFleet(LatticeFleet.Names.Select(name => name.ToString()));
            var fleet = new LatticeFleet(services, LatticeFleet.Read(migrated), isChanging: false);
            var journey = new Journey(fleet, keeps) { Transport = network.Transport };

            await journey.Begin("A").WaitAsync(TimeSpan.FromSeconds(60));

            Assert.AreEqual("", string.Join('\n', Wholeness.Problems(journey, process.TakeExported(), fleet.Requests)));
            Assert.Contains(header, network.Received.Keys, StringComparer.OrdinalIgnoreCase);
        }
        finally
        {
            DistributedContextPropagator.Current = http;
        }
    }
}
