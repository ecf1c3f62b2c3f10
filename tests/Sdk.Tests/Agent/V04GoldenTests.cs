using System.Diagnostics;
using System.Text;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>A whole payload of <c>V04Encoder</c>, byte by byte.</summary>
[TestClass]
public class V04GoldenTests : SdkTestBase
{
    private static readonly DateTime _start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [TestMethod]
    public void Write_OneChunk_IsTheGoldenPayload()
    {
        var (root, child) = MakeTrace();
        var golden = new StringBuilder();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Agent", "v04-payload.hex"))) golden.Append(line.Split('#')[0].Replace(" ", ""));
        golden.Replace("{root}", root.SpanId.ToHexString()).Replace("{child}", child.SpanId.ToHexString());
        golden.Replace("{runtime}", Hex(Encoding.ASCII.GetBytes(FinishedSpans.Identity.RuntimeId)));
        golden.Replace("{process}", BitConverter.DoubleToInt64Bits(Environment.ProcessId).ToString("x16"));

        var payload = FinishedSpans.Encode(FinishedSpans.Identity, [child, root]);

        Assert.AreEqual(golden.ToString(), Hex(payload));
    }

    private static (Activity Root, Activity Child) MakeTrace()
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        var linked = new ActivityContext(ActivityTraceId.CreateFromString("01020304050607081112131415161718"), ActivitySpanId.CreateFromString("2122232425262728"), ActivityTraceFlags.Recorded, "foo=1");
        var links = new[] { new ActivityLink(linked, new ActivityTagsCollection { ["why"] = "batch" }) };
        var parent = Some.Context(traceState: "dd=s:2;o:rum;t.dm:-4,foo=1");

        var root = FinishedSpans.Source.StartActivity("GET /cart", ActivityKind.Server, parent, null, links, _start)!;
        root.SetTag("http.request.method", "GET").SetTag("http.response.status_code", 503).SetTag("retries", 3).SetTag("cached", true);
        root.SetStatus(ActivityStatusCode.Error, "down");
        var exception = new ActivityTagsCollection { ["exception.type"] = "Shop.Gone", ["exception.message"] = "no \"cart\"", ["exception.stacktrace"] = "at Shop", ["attempt"] = 2 };
        root.AddEvent(new ActivityEvent("exception", new DateTimeOffset(_start.AddSeconds(1)), exception));

        var child = FinishedSpans.Source.StartActivity("load", ActivityKind.Internal, default(ActivityContext), null, null, _start.AddTicks(10))!;
        child.SetTag("service.name", "db-proxy");
        child.SetEndTime(_start.AddTicks(10 + 2_500)).Stop();
        root.SetEndTime(_start.AddSeconds(1.5)).Stop();
        return (root, child);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
