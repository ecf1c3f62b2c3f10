namespace Segue.Interop;

/// <summary>Processes whose exit is OTLP, as a collector on a real socket sees them.</summary>
[TestClass]
public sealed class OtlpExitTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Call_ThroughTwoProcesses_IsOneConnectedTraceAtTheCollector()
    {
        using var collector = new OtlpCollector();

        await TalkAsync(collector, ("kept", "decide=keep-by-hand"));

        var spans = collector.Spans;
        Assert.HasCount(1, spans.Select(span => span.TraceId).Distinct(), collector.ToString());
        Assert.AreEqual("called caller", string.Join(" ", spans.Select(span => span.Service).Distinct().Order()));
        Assert.AreEqual("legacy.call legacy.request legacy.request", string.Join(" ", spans.Where(span => span.Name.StartsWith("legacy", StringComparison.Ordinal)).Select(span => span.Name).Order()));
        var known = spans.Select(span => span.SpanId).ToHashSet();
        Assert.AreEqual("", spans.Single(span => !known.Contains(span.ParentId)).ParentId, collector.ToString());
    }

    [TestMethod]
    [DataRow("decide=drop", DisplayName = "dropped at its start")]
    [DataRow("decide=keep-by-hand&late=manual.drop", DisplayName = "dropped on its live span, before the call")]
    public async Task Call_TraceIsDropped_NeitherProcessExportsIt(string how)
    {
        using var collector = new OtlpCollector();

        await TalkAsync(collector, ("dropped", how), ("kept", "decide=keep-by-hand"));

        Assert.HasCount(1, collector.Spans.Select(span => span.TraceId).Distinct(), collector.ToString());
        Assert.AreEqual("kept", string.Join(" ", collector.Spans.Where(span => span.CallId.Length > 0).Select(span => span.CallId).Distinct()));
        Assert.AreEqual("called caller", string.Join(" ", collector.Spans.Select(span => span.Service).Distinct().Order()));
    }

    private static async Task TalkAsync(OtlpCollector collector, params (string Id, string How)[] calls)
    {
        var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.AbsoluteUri, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        var callerStarts = ServiceProcess.StartAsync("caller", collector.Address, SegueExit.Otlp, environment);
        var calledStarts = ServiceProcess.StartAsync("called", collector.Address, SegueExit.Otlp, environment);
        using var caller = await callerStarts;
        using var called = await calledStarts;
        using var client = new HttpClient { Timeout = _limit };
        foreach (var (id, how) in calls) await client.GetStringAsync(caller.At($"call?id={id}&{how}&next={Uri.EscapeDataString(called.At("call?id=" + id).AbsoluteUri)}"));
        await client.GetStringAsync(caller.At("flush"));
        await client.GetStringAsync(called.At("flush"));
    }
}
