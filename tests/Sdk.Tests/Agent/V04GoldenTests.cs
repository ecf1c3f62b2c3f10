using System.Diagnostics;
using System.Text;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Whole payloads of <c>V04Encoder</c>, byte by byte.</summary>
[TestClass]
public class V04GoldenTests : SdkTestBase
{
    private static readonly DateTime _start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly AgentFeatures _spanEvents = AgentFeatures.Read("""{"span_events":true}""");

    [TestMethod]
    public void Write_WholeTrace_IsTheGoldenPayload()
    {
        var (root, child, _) = MakeTrace();

        Compare("v04-payload.hex", AgentFeatures.None, root, child, [[child, root]]);
    }

    [TestMethod]
    public void Write_AgentReadsEvents_IsTheGoldenPayload()
    {
        var (root, child, _) = MakeTrace();

        Compare("v04-events.hex", _spanEvents, root, child, [[child, root]]);
    }

    [TestMethod]
    public void Write_PartsOfATrace_IsTheGoldenPayload()
    {
        var (root, child, late) = MakeTrace();

        Compare("v04-parts.hex", AgentFeatures.None, root, child, [[late], [child]]);
    }

    private static void Compare(string file, AgentFeatures features, Activity root, Activity child, List<Activity>[] chunks)
    {
        var golden = new StringBuilder();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Agent", file))) golden.Append(line.Split('#')[0].Replace(" ", ""));
        golden.Replace("{root}", root.SpanId.ToHexString()).Replace("{child}", child.SpanId.ToHexString()).Replace("{late}", chunks[0][0].SpanId.ToHexString());
        golden.Replace("{runtime}", Hex(Encoding.ASCII.GetBytes(FinishedSpans.Identity.RuntimeId)));
        golden.Replace("{process}", BitConverter.DoubleToInt64Bits(Environment.ProcessId).ToString("x16"));

        var payload = FinishedSpans.Encode(FinishedSpans.Identity, features, new MappingSettings(), chunks);

        Assert.AreEqual(golden.ToString(), Hex(payload));
    }

    private static (Activity Root, Activity Child, Activity Late) MakeTrace()
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        var linked = new ActivityContext(ActivityTraceId.CreateFromString("01020304050607081112131415161718"), ActivitySpanId.CreateFromString("2122232425262728"), ActivityTraceFlags.Recorded, "foo=1,dd=t.dm:-4;s:2,sg=b3");
        var links = new[] { new ActivityLink(linked, new ActivityTagsCollection { ["why"] = "batch" }) };
        var parent = Some.Context(traceState: "dd=s:2;o:rum;p:00f067aa0ba902b7;t.dm:-4;t.usr.id:YQ~~,foo=1");

        var root = FinishedSpans.Source.StartActivity("GET /cart", ActivityKind.Server, parent, null, links, _start)!;
        root.SetTag("http.request.method", "GET").SetTag("http.response.status_code", 503).SetTag("retries", 3).SetTag("cached", true).SetTag("_dd.measured", true);
        root.SetStatus(ActivityStatusCode.Error, "down");
        var exception = new ActivityTagsCollection { ["exception.type"] = "Shop.Gone", ["exception.message"] = "no \"cart\"", ["exception.stacktrace"] = "at Shop", ["attempt"] = 2, ["last"] = false, ["after"] = 1.5, ["tried"] = new[] { 1, 2 } };
        root.AddEvent(new ActivityEvent("exception", new DateTimeOffset(_start.AddSeconds(1)), exception));

        var child = FinishedSpans.Source.StartActivity("load", ActivityKind.Internal, default(ActivityContext), null, null, _start.AddTicks(10))!;
        child.SetTag("service.name", "db-proxy");
        child.SetEndTime(_start.AddTicks(10 + 2_500)).Stop();
        var late = FinishedSpans.Source.StartActivity("late", ActivityKind.Internal, default(ActivityContext), null, null, _start.AddTicks(20))!;
        late.SetEndTime(_start.AddTicks(20 + 100)).Stop();
        root.SetEndTime(_start.AddSeconds(1.5)).Stop();
        return (root, child, late);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
