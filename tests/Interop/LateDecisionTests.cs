using Segue.TraceView;

namespace Segue.Interop;

/// <summary>A decision that is turned on a live span, before the call to the next process: the caller's format alone tells that one.</summary>
[TestClass]
public sealed class LateDecisionTests
{
    private const string EveryStyle = "tracecontext,datadog,b3,b3 single header,jaeger,ottrace";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    [DataRow("tracecontext", -1, 2)]
    [DataRow("datadog", -1, 2)]
    [DataRow("b3", 0, 1, DisplayName = "b3multi")]
    [DataRow("b3 single header", 0, 1)]
    [DataRow("jaeger", 0, 2)]
    [DataRow("ottrace", 0, 1)]
    public async Task Call_DecisionIsTurnedBefore_NextProcessFollowsTheNewOne(string style, int dropped, int kept)
    {
        using var agent = new TraceAgent();
        var callerStarts = ServiceProcess.StartAsync("caller", agent.Address, SegueExit.Datadog, new Dictionary<string, string> { ["DD_TRACE_PROPAGATION_STYLE"] = EveryStyle });
        var calledStarts = ServiceProcess.StartAsync("called", agent.Address, SegueExit.Datadog, new Dictionary<string, string> { ["DD_TRACE_PROPAGATION_STYLE"] = style });
        using var caller = await callerStarts;
        using var called = await calledStarts;
        using var client = new HttpClient { Timeout = _limit };

        await CallAsync("decide=keep-by-hand&late=manual.drop", "turned-off");
        await CallAsync("decide=drop&late=manual.keep", "turned-on");
        await client.GetStringAsync(caller.At("flush"));
        await client.GetStringAsync(called.At("flush"));

        Assert.AreEqual("-1 2", await PriorityAsync("caller", "turned-off") + " " + await PriorityAsync("caller", "turned-on"));
        Assert.AreEqual($"{dropped} {kept}", await PriorityAsync("called", "turned-off") + " " + await PriorityAsync("called", "turned-on"));
        Assert.AreEqual(
            Low(await TraceAsync("caller", "turned-off")) + Low(await TraceAsync("caller", "turned-on")),
            Low(await TraceAsync("called", "turned-off")) + Low(await TraceAsync("called", "turned-on")),
            "the trace is one");

        // Would the called one decide itself it would decide as its caller did at first.
        Task<string> CallAsync(string how, string id) => client.GetStringAsync(caller.At(
            $"call?id={id}&{how}&next={Uri.EscapeDataString(called.At($"call?id={id}&{how.Split('&')[0]}").AbsoluteUri)}"));

        async Task<IReadOnlyList<ReceivedSpan>> SpansAsync(string service, string id)
        {
            bool IsWanted(ReceivedSpan span) => span.Service == service && span.Meta.GetValueOrDefault("interop.id") == id;
            Assert.IsTrue(await agent.WaitForSpans(spans => spans.Any(IsWanted), _limit), $"No span of {service} for {id}.");
            var trace = agent.Spans.First(IsWanted).TraceId;
            return [.. agent.Spans.Where(span => span.Service == service && span.TraceId == trace)];
        }

        async Task<string> TraceAsync(string service, string id) => (await SpansAsync(service, id))[0].TraceId;

        async Task<int> PriorityAsync(string service, string id) => ExportedSpan.FromAgent(await SpansAsync(service, id)).First().Priority!.Value;
    }

    private static string Low(string traceId) => traceId[16..];
}
