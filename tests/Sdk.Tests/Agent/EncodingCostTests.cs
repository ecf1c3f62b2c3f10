using System.Diagnostics;
using Segue.Agent;
using Segue.Processing;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>That nothing is allocated for a span once buffers have their size.</summary>
[TestClass]
public class EncodingCostTests : SdkTestBase
{
    [TestMethod]
    [DataRow("")]
    [DataRow("http")]
    [DataRow("names")]
    [DataRow("remote")]
    [DataRow("error")]
    [DataRow("arrays")]
    [DataRow("links")]
    [DataRow("headers")]
    public void Write_SteadyState_AllocatesNothing(string shape)
    {
        var chunk = Make(shape);
        var encoder = new V04Encoder(FinishedSpans.Identity, new MappingSettings { Headers = shape == "headers" ? HeaderTags.Read("x-user-id:user.id,etag") : new Dictionary<string, string>() });
        var filter = new ChunkFilter(new AgentExitSettings { SendRejected = true });
        var payload = new Payload();
        void Round()
        {
            V04Encoder.Begin(payload);
            for (var i = 0; i < 20; i++)
            {
                var facts = filter.Take(chunk, FinishedSpans.Identity);
                encoder.Write(payload.Buffer, chunk, 0, chunk.Count, facts, AgentFeatures.None);
                payload.Chunks++;
            }

            V04Encoder.End(payload);
            payload.Chunks = 0;
        }

        for (var i = 0; i < 50; i++) Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) Round();

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TraceChunk Make(string shape)
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        var chunk = new TraceChunk();
        var parent = shape == "remote" ? Some.Context(traceState: "dd=s:2;o:rum;t.dm:-4,foo=1") : default;
        var link = new ActivityLink(Some.Context(traceState: "dd=s:2;o:rum;p:1122334455667788;t.dm:-4;t.a:b,foo=1"), new ActivityTagsCollection { ["k"] = "v", ["names"] = new[] { "a", "b" } });
        using var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Server, parent)!;
        for (var i = 0; i < 5; i++)
        {
            using var span = FinishedSpans.Source.StartActivity("work", shape == "names" ? ActivityKind.Client : ActivityKind.Internal, default(ActivityContext), links: shape == "links" ? [link, link] : null)!;
            for (var tag = 0; tag < 8; tag++) span.SetTag("tag." + tag, "value " + tag);
            span.SetTag("number", 42).SetTag("ratio", 0.5).SetTag("flag", true);
            if (shape == "http") span.SetTag("http.request.method", "GET").SetTag("http.response.status_code", 200);
            if (shape == "names") span.SetTag("db.system", "postgresql").SetTag("service.name", "db");
            if (shape == "error") span.SetTag("error", true).SetStatus(ActivityStatusCode.Error, "down");
            if (shape == "arrays") span.SetTag("ids", new[] { 1, 2 }).SetTag("names", new[] { "a", null, "b" }).SetTag("on", new[] { true, false }).SetTag("ratios", new[] { 0.5 }).SetTag("longs", new[] { 1L });
            if (shape == "headers") span.SetTag("http.request.header.x-user-id", "7").SetTag("http.response.header.etag", "e").SetTag("http.response.header.other", "o");
            chunk.Add(span);
        }

        chunk.Add(root);
        return chunk;
    }
}
