using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Payloads read by npm's <c>@msgpack/msgpack</c>, which shares nothing with our reader.</summary>
[TestClass]
public class IndependentDecodingTests : SdkTestBase
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Encode_EveryForm_IsReadAlikeByAnotherDecoder(bool spanEvents)
    {
        var features = spanEvents ? AgentFeatures.Read("""{"span_events":true}""") : AgentFeatures.None;
        var payload = FinishedSpans.Encode(FinishedSpans.Identity, features, new MappingSettings(), Make());
        var ours = PayloadReading.Read(payload);

        var chunks = JsonDocument.Parse(await DecodeAsync(payload)).RootElement.EnumerateArray().ToList();

        Assert.HasCount(ours.Count, chunks);
        foreach (var (own, other) in ours.Zip(chunks))
        {
            var spans = other.EnumerateArray().ToList();
            Assert.HasCount(own.Count, spans);
            foreach (var (span, read) in own.Zip(spans)) Compare(span, read);
        }
    }

    private static void Compare(SentSpan span, JsonElement read)
    {
        Assert.AreEqual(
            string.Join("|", span.TraceId, span.SpanId, span.Name, span.Resource, span.Service, span.Type, span.Start, span.Duration),
            string.Join("|", new[] { "trace_id", "span_id", "name", "resource", "service", "type", "start", "duration" }.Select(key => read.GetProperty(key).ToString())));
        Assert.AreEqual(span.ParentId?.ToString(CultureInfo.InvariantCulture), read.TryGetProperty("parent_id", out var parent) ? parent.ToString() : null);
        Assert.AreEqual(span.Error, read.TryGetProperty("error", out var error) ? int.Parse(error.ToString(), CultureInfo.InvariantCulture) : null);
        CollectionAssert.AreEquivalent(span.Meta.ToList(), read.GetProperty("meta").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString()!)).ToList());
        CollectionAssert.AreEquivalent(span.Metrics.ToList(), read.GetProperty("metrics").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetDouble())).ToList());
        Assert.AreEqual(span.Links.Count, read.TryGetProperty("span_links", out var links) ? links.GetArrayLength() : 0);
        for (var i = 0; i < span.Links.Count; i++)
        {
            Assert.AreEqual($"{span.Links[i].TraceIdHigh} {span.Links[i].TraceState}", $"{links[i].GetProperty("trace_id_high")} {links[i].GetProperty("tracestate")}");
        }

        Assert.AreEqual(span.Events.Count, read.TryGetProperty("span_events", out var events) ? events.GetArrayLength() : 0);
        for (var i = 0; i < span.Events.Count; i++)
        {
            Assert.AreEqual($"{span.Events[i].Name} {span.Events[i].Time}", $"{events[i].GetProperty("name")} {events[i].GetProperty("time_unix_nano")}");
            Assert.AreEqual(span.Events[i].Attributes.Count, events[i].GetProperty("attributes").EnumerateObject().Count());
        }
    }

    private static List<Activity>[] Make()
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        var linked = Some.Context(traceState: "dd=s:2,foo=1");
        using var root = FinishedSpans.Source.StartActivity("Zürich \U0001F600", ActivityKind.Server, Some.Context(traceState: "dd=s:2;o:rum;t.dm:-4"), links: [new ActivityLink(linked, new ActivityTagsCollection { ["n"] = 1 })])!;
        using var child = FinishedSpans.Source.StartActivity("child")!;
        foreach (var length in new[] { 0, 31, 32, 255, 256, 4_997, 6_000, 70_000 }) root.SetTag("text." + length, new string('x', length));
        for (var i = 0; i < 40; i++) child.SetTag("number." + i, i * 1.5).SetTag("tag." + i, "é" + i);
        child.SetTag("max", long.MaxValue).SetTag("list", new[] { 1, 2, 3 });
        root.SetStatus(ActivityStatusCode.Error, "down").AddEvent(new ActivityEvent("e\"1", tags: new ActivityTagsCollection { ["list"] = new[] { "a", "b" }, ["b"] = true, ["d"] = 1.5, ["i"] = -1, ["s"] = "\n" }));
        child.Stop();
        root.Stop();
        return [[child, root], [FinishedSpans.Make("alone")]];
    }

    private static async Task<string> DecodeAsync(byte[] payload)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Shim.sln"))) root = root.Parent;
        var peers = root is null ? "" : Path.Combine(root.FullName, "tests", "Interop", "peers");
        if (!Directory.Exists(Path.Combine(peers, "node_modules", "@msgpack"))) Assert.Inconclusive("Install Node and run: npm ci --prefix tests/Interop/peers");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, payload);
            var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(Path.Combine(peers, "decode-payload.mjs"));
            start.ArgumentList.Add(file);
            using var node = Process.Start(start)!;
            var errors = node.StandardError.ReadToEndAsync();
            var text = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.AreEqual(0, node.ExitCode, await errors);
            return text;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
