using System.Diagnostics;
using Segue.TraceView;

namespace Segue.Attach.Tests;

/// <summary>A web application that knows nothing of Segue, attached by the hook or when its host is built.</summary>
[TestClass]
public class WebTests
{
    private const string Listening = "LISTENING ";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    [TestMethod]
    [DataRow("net10.0", false)]
    [DataRow("net10.0", true)]
    [DataRow("net8.0", false)]
    [DataRow("net8.0", true)]
    public async Task Run_WebApplication_ServerSpanIsEnrichedParentOfLegacySpan(string framework, bool web)
    {
        using var agent = new TraceAgent();
        var variables = new Dictionary<string, string> { ["DD_TRACE_AGENT_URL"] = agent.Address.AbsoluteUri, ["OTEL_TRACES_EXPORTER"] = "datadog" };
        string[] option = web ? ["--web"] : [];
        using var process = Process.Start(ProgramRun.Prepare(Built.Dotnet, [Built.Tool, "run", .. option, "--", Built.DotnetWith(framework), Built.LegacyWeb(framework)], variables))!;
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? "";
            Assert.StartsWith(Listening, line);
            using var client = new HttpClient();
            var traceId = await client.GetStringAsync(new Uri(line[Listening.Length..] + "/orders/7"));
            process.StandardInput.Close();
            await process.WaitForExitAsync();

            Assert.AreEqual("", await errors);
            Assert.IsTrue(await agent.WaitForSpans(spans => spans.Count == 2, _limit), $"{agent.Spans.Count} spans");
            var legacy = agent.Spans.Single(span => span.Name == "legacy.order");
            var server = agent.Spans.Single(span => span != legacy);
            Assert.AreEqual(traceId, legacy.TraceId);
            Assert.AreEqual(server.SpanId, legacy.ParentId);
            Assert.AreEqual("GET /orders/{id}", server.Resource);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
