using System.Diagnostics;
using Segue.Agent;
using Segue.Processing;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Support;

/// <summary>Makes finished spans and shows what the agent would read of them.</summary>
internal static class FinishedSpans
{
    internal const string SourceName = "Test.Sdk";

    internal static readonly ActivitySource Source = new(SourceName, "2.0");
    internal static readonly ServiceIdentity Identity = new() { Service = "shop", Env = "prod", Version = "1.2.3", Tags = new Dictionary<string, string> { ["team"] = "core" } };

    internal static Activity Make(string name = "work", ActivityKind kind = ActivityKind.Internal, ActivityContext parent = default, Action<Activity>? change = null, ActivitySource? source = null, IEnumerable<ActivityLink>? links = null)
    {
        using var listening = new RecordedSpans(sources: (source ?? Source).Name);
        var activity = (source ?? Source).StartActivity(name, kind, parent, links: links)!;
        change?.Invoke(activity);
        activity.Stop();
        return activity;
    }

    internal static byte[] Encode(ServiceIdentity identity, params IEnumerable<List<Activity>> chunks) => Encode(identity, AgentFeatures.None, new MappingSettings(), chunks);

    internal static byte[] Encode(ServiceIdentity identity, AgentFeatures features, MappingSettings mapping, params IEnumerable<List<Activity>> chunks)
    {
        var encoder = new V04Encoder(identity, mapping);
        var filter = new ChunkFilter(new AgentExitSettings { SendRejected = true });
        var payload = new Payload();
        V04Encoder.Begin(payload);
        foreach (var spans in chunks)
        {
            var chunk = Chunk(spans);
            var facts = filter.Take(chunk, identity);
            // A span that no exit would take is encoded all the same.
            if (chunk.Count < spans.Count) chunk = Chunk(spans);
            encoder.Write(payload.Buffer, chunk, 0, chunk.Count, facts, features);
            payload.Chunks++;
        }

        V04Encoder.End(payload);
        return payload.Buffer.Bytes[..payload.Buffer.Position];
    }

    internal static TraceChunk Chunk(params IEnumerable<Activity> spans)
    {
        var chunk = new TraceChunk();
        foreach (var span in spans) chunk.Add(span);
        return chunk;
    }

    internal static List<SentSpan> Sent(ServiceIdentity identity, params List<Activity> chunk) => PayloadReading.Read(Encode(identity, chunk))[0];

    internal static SentSpan Sent(Activity activity) => Sent(Identity, activity)[0];

    /// <summary>What is sent of a span on which one tag was set.</summary>
    internal static SentSpan SentWith(string key, object? value, ActivityKind kind = ActivityKind.Internal) =>
        Sent(Make(kind: kind, change: activity => activity.SetTag(key, value)));
}
