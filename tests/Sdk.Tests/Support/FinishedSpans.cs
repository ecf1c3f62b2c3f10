using System.Diagnostics;
using Segue.Agent;
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

    internal static byte[] Encode(ServiceIdentity identity, params IEnumerable<List<Activity>> chunks)
    {
        var buffer = new PayloadBuffer();
        var encoder = new V04Encoder(buffer, identity);
        encoder.Begin();
        var count = 0;
        foreach (var chunk in chunks)
        {
            encoder.Write(chunk);
            count++;
        }

        encoder.End(count);
        return buffer.Bytes[..buffer.Position];
    }

    internal static List<SentSpan> Sent(ServiceIdentity identity, params List<Activity> chunk) => PayloadReading.Read(Encode(identity, chunk))[0];

    internal static SentSpan Sent(Activity activity) => Sent(Identity, activity)[0];

    /// <summary>What is sent of a span on which one tag was set.</summary>
    internal static SentSpan SentWith(string key, object? value, ActivityKind kind = ActivityKind.Internal) =>
        Sent(Make(kind: kind, change: activity => activity.SetTag(key, value)));
}
