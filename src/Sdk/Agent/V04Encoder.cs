using System.Diagnostics;
using MessagePack;
using Segue.Context;

namespace Segue.Agent;

/// <summary>Writes chunks of spans in the form of <c>/v0.4/traces</c>, straight from the Activities.</summary>
/// <remarks>
/// Payload: array of chunks; chunk: array of spans; span: map of <c>trace_id</c>, <c>span_id</c> (uint), <c>name</c>, <c>resource</c>, <c>service</c>,
/// <c>type</c> (str), <c>start</c>, <c>duration</c> (int, ns), <c>parent_id</c> (if any), <c>error</c> (1, if any), <c>meta</c> (str to str),
/// <c>metrics</c> (str to float64) and <c>span_links</c> (if any). What belongs to a whole trace stands on the first span of a chunk.
/// </remarks>
internal sealed class V04Encoder(PayloadBuffer buffer, ServiceIdentity identity)
{
    private static readonly long _epochTicks = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly MetaEncoder _meta = new(buffer, identity);
    private int _payload;

    internal void Begin()
    {
        buffer.Clear();
        _payload = buffer.Reserve(MessagePackCode.Array32);
    }

    internal void End(int chunkCount) => buffer.Patch(_payload, chunkCount);

    internal void Write(List<Activity> chunk)
    {
        var root = FindRoot(chunk);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(chunk.Count);
        for (var i = 0; i < chunk.Count; i++) WriteSpan(ref writer, chunk[i], isFirst: i == 0, carriesPriority: ReferenceEquals(chunk[i], root));
        writer.Flush();
    }

    // The local root, else the first span: a chunk without a root still needs the decision.
    private static Activity FindRoot(List<Activity> chunk)
    {
        foreach (var activity in chunk)
        {
            if (IsLocalRoot(activity)) return activity;
        }

        return chunk[0];
    }

    private static bool IsLocalRoot(Activity activity) => activity.ParentSpanId == default || activity.HasRemoteParent;

    private void WriteSpan(ref MessagePackWriter writer, Activity activity, bool isFirst, bool carriesPriority)
    {
        var kind = SpanMapping.Kind(activity);
        var name = SpanMapping.OperationName(activity, kind);
        var service = SpanMapping.Service(activity) ?? identity.Service;
        var isError = activity.Status == ActivityStatusCode.Error || (activity.Status == ActivityStatusCode.Unset && string.Equals(SpanMapping.Text(activity, "otel.status_code"), "ERROR", StringComparison.OrdinalIgnoreCase));
        var parent = activity.ParentSpanId;
        var links = activity.Links as ICollection<ActivityLink> ?? [.. activity.Links];

        writer.WriteMapHeader(10 + (parent == default ? 0 : 1) + (isError ? 1 : 0) + (links.Count > 0 ? 1 : 0));
        writer.WriteString("trace_id"u8);
        writer.WriteUInt64(TraceIds.Low64(activity.TraceId));
        writer.WriteString("span_id"u8);
        writer.WriteUInt64(TraceIds.ToUInt64(activity.SpanId));
        writer.WriteString("name"u8);
        writer.Write(Limits.Cut(name, Limits.NameLength));
        writer.WriteString("resource"u8);
        writer.Write(Limits.Cut(SpanMapping.Resource(activity, name), Limits.ResourceLength));
        writer.WriteString("service"u8);
        writer.Write(Limits.Cut(service, Limits.ServiceLength));
        writer.WriteString("type"u8);
        writer.Write(Limits.Cut(SpanMapping.Type(activity, kind), Limits.TypeLength));
        writer.WriteString("start"u8);
        writer.Write((activity.StartTimeUtc.Ticks - _epochTicks) * 100);
        writer.WriteString("duration"u8);
        writer.Write(activity.Duration.Ticks * 100);
        if (parent != default)
        {
            writer.WriteString("parent_id"u8);
            writer.WriteUInt64(TraceIds.ToUInt64(parent));
        }

        if (isError)
        {
            writer.WriteString("error"u8);
            writer.Write(1);
        }

        var isLocalRoot = IsLocalRoot(activity);
        var isTopLevel = isLocalRoot || (activity.Parent is { } local && !string.Equals(SpanMapping.Service(local) ?? identity.Service, service, StringComparison.Ordinal));
        _meta.Write(ref writer, new SpanFacts(activity, kind, service, isFirst, isTopLevel, isError));
        MetricsEncoder.Write(ref writer, buffer, identity, activity, isLocalRoot, isTopLevel, carriesPriority);
        if (links.Count > 0) LinkEncoder.Write(ref writer, links);
    }
}
