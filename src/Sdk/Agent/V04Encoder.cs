using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MessagePack;
using Segue.Context;
using Segue.Processing;
using Segue.Propagation;

namespace Segue.Agent;

/// <summary>Writes chunks of spans in the form of <c>/v0.4/traces</c>, straight from the Activities.</summary>
/// <remarks>
/// <para>Payload: array of chunks; chunk: array of spans; span: map of <c>trace_id</c>, <c>span_id</c> (uint), <c>name</c>, <c>resource</c>, <c>service</c>,
/// <c>type</c> (str), <c>start</c>, <c>duration</c> (int, ns), <c>parent_id</c> (if any), <c>error</c> (1, if any), <c>meta</c> (str to str),
/// <c>metrics</c> (str to float64), <c>span_links</c> and <c>span_events</c> (if any). What belongs to a whole trace stands on the first span of a chunk.</para>
/// <para>Threads and cost: one at a time; a span's tags are read once, into two buffers that are used again, and nothing is allocated for it. The large methods are
/// kept apart: the compiler inlines so much into one and no more, and with all of it in one even to make a span of bytes had become a call.</para>
/// </remarks>
internal sealed class V04Encoder(ServiceIdentity identity, MappingSettings settings)
{
    private const int KeptIndex = 1_024;

    // What of a span stands beside its metadata, but for links and events.
    private const int HeadBytes = 16 * 1024;

    // What each span begins with; the ids stand after a byte of type each.
    private static readonly byte[] _head = MakeHead();
    private const int HeadTraceId = 1 + 9 + 1;
    private const int HeadSpanId = HeadTraceId + 8 + 8 + 1;

    private static readonly long _epochTicks = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly SpanMapping _mapping = new(settings);
    private readonly TagEncoder _tags = new(identity, settings);
    private readonly PayloadBuffer _texts = new(4 * 1024);
    private readonly PayloadBuffer _numbers = new(1024);
    private readonly JsonText _json = new();
    private readonly KnownTexts _names = new();
    private readonly TraceIdText _trace = new();
    private Dictionary<ActivitySpanId, Activity> _named = new();
    private bool _isIndexed;
    private Activity? _parent;
    private string _parentService = "";
    private TraceStateText? _state;

    internal static void Begin(Payload payload)
    {
        payload.Buffer.Clear();
        payload.Buffer.Reserve(MessagePackCode.Array32);
    }

    internal static void End(Payload payload) => payload.Buffer.Patch(0, payload.Chunks);

    /// <summary>Writes one chunk, of a part of the spans.</summary>
    /// <param name="buffer">Where it is written to.</param>
    /// <param name="chunk">The spans.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="to">The one after the last.</param>
    /// <param name="facts">What holds for the whole chunk.</param>
    /// <param name="features">What the agent can read.</param>
    /// <param name="isDirect">Whether to stop at what <see cref="DirectWrite"/> leaves to the worker.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Write(PayloadBuffer buffer, TraceChunk chunk, int from, int to, in ChunkFacts facts, AgentFeatures features, bool isDirect = false)
    {
        _state = TraceStateText.Of(facts.TraceState, _state);
        // An earlier chunk may have thrown on its way.
        ForgetNamed();
        var hasRoot = false;
        // It mostly ends last.
        for (var i = to - 1; i >= from && !hasRoot; i--) hasRoot = ChunkFilter.IsLocalRoot(chunk[i]);

        var writer = new MessagePackWriter(buffer);
        var metadata = new MetadataWriter(_texts, _numbers);
        writer.WriteArrayHeader(to - from);
        for (var i = from; i < to; i++)
        {
            var isRoot = ChunkFilter.IsLocalRoot(chunk[i]);
            var place = new SpanPlace(isRoot, isFirst: i == from, carriesPriority: isRoot || (!hasRoot && i == from));
            WriteSpan(ref writer, ref metadata, chunk, i, place, facts, features, isDirect);
            if (isDirect && DirectWrite.IsDeclined) break;
        }

        writer.Flush();
        ForgetNamed();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteSpan(
        ref MessagePackWriter writer, ref MetadataWriter metadata, TraceChunk chunk, int index, in SpanPlace place, in ChunkFacts facts, AgentFeatures features, bool isDirect)
    {
        var activity = chunk[index];
        metadata.Restart();
        var tags = default(SpanFields);
        _tags.WriteOwn(ref metadata, ref tags, activity);
        _trace.Read(activity.TraceId);

        var kind = SpanMapping.Kind(activity, tags);
        var name = _mapping.OperationName(activity, kind, tags);
        var service = _mapping.Service(tags.ServiceName) ?? identity.Service;
        var isError = SpanMapping.IsError(activity, tags);
        var isTopLevel = place.IsRoot || !string.Equals(ParentService(chunk, activity), service, StringComparison.Ordinal);
        var links = CountLinks(activity);
        var events = CountEvents(activity);

        _tags.WriteProcess(ref metadata, activity, tags, _trace, kind, service, isError, isTopLevel);
        WriteTrace(ref metadata, activity, place, isTopLevel, facts, index);
        if (isError) TagEncoder.WriteError(ref metadata, activity, tags);
        if (events > 0 && !features.SpanEvents)
        {
            EventEncoder.WriteJson(_json, activity);
            metadata.PutWhole("events"u8, _json.Utf8);
        }

        metadata.Flush();
        if (isDirect && writer.GetSpan(1).Length < _texts.Position + _numbers.Position + HeadBytes && DirectWrite.TryDecline()) return;

        var parent = activity.HasRemoteParent && activity.ParentSpanId == HttpPropagator.NoParent ? default : activity.ParentSpanId;
        WriteHead(ref writer, 10 + (parent == default ? 0 : 1) + (isError ? 1 : 0) + (links > 0 ? 1 : 0) + (events > 0 && features.SpanEvents ? 1 : 0), TraceIds.ToUInt64(activity.SpanId));
        _names.Write(ref writer, Limits.Cut(name, Limits.NameLength));
        writer.WriteString("resource"u8);
        // A request's path often; or the name, which is known by now.
        _names.WriteOnce(ref writer, Limits.Cut(SpanMapping.Resource(activity, name, tags), Limits.ResourceLength));
        writer.WriteString("service"u8);
        _names.Write(ref writer, Limits.Cut(service, Limits.ServiceLength));
        writer.WriteString("type"u8);
        _names.Write(ref writer, Limits.Cut(SpanMapping.Type(activity, kind, tags), Limits.TypeLength));
        WriteTimes(ref writer, activity);
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

        writer.WriteString("meta"u8);
        writer.WriteMapHeader(metadata.Texts);
        writer.WriteRaw(_texts.Bytes.AsSpan(0, _texts.Position));
        writer.WriteString("metrics"u8);
        writer.WriteMapHeader(metadata.Numbers);
        writer.WriteRaw(_numbers.Bytes.AsSpan(0, _numbers.Position));
        if (links > 0) LinkEncoder.Write(ref writer, activity, links);
        if (events > 0 && features.SpanEvents) EventEncoder.Write(ref writer, activity, events);
    }

    // One copy and two numbers instead of six values.
    private void WriteHead(ref MessagePackWriter writer, int entries, ulong spanId)
    {
        var head = writer.GetSpan(_head.Length);
        _head.CopyTo(head);
        head[0] = (byte)(MessagePackCode.MinFixMap | entries);
        BinaryPrimitives.WriteUInt64BigEndian(head.Slice(HeadTraceId), _trace.Low);
        BinaryPrimitives.WriteUInt64BigEndian(head.Slice(HeadSpanId), spanId);
        writer.Advance(_head.Length);
    }

    private static void WriteTimes(ref MessagePackWriter writer, Activity activity)
    {
        writer.WriteString("start"u8);
        writer.Write((activity.StartTimeUtc.Ticks - _epochTicks) * 100);
        writer.WriteString("duration"u8);
        writer.Write(Math.Max(0, activity.Duration.Ticks) * 100);
    }

    private static byte[] MakeHead()
    {
        var buffer = new PayloadBuffer(256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(0);
        writer.WriteString("trace_id"u8);
        writer.WriteUInt64(0);
        writer.WriteString("span_id"u8);
        writer.WriteUInt64(0);
        writer.WriteString("name"u8);
        writer.Flush();
        return buffer.Bytes.AsSpan(0, buffer.Position).ToArray();
    }

    private void WriteTrace(ref MetadataWriter metadata, Activity activity, in SpanPlace place, bool isTopLevel, in ChunkFacts facts, int index)
    {
        metadata.Put(_state!.Origin);
        if (place.IsFirst)
        {
            if (_trace.HasHigh) metadata.PutWhole("_dd.p.tid"u8, _trace.High);
            metadata.Put(_state.Propagated);
        }

        if (place.IsRoot)
        {
            if (activity.HasRemoteParent) WriteArrival(ref metadata, activity);
            metadata.Put("process_id"u8, identity.ProcessId);
        }

        if (isTopLevel) metadata.Put("_dd.top_level"u8, 1);
        if (place.CarriesPriority) metadata.Put("_sampling_priority_v1"u8, (int)facts.Priority);
        if (facts.KeptBy.IsEmpty || facts.KeptBy[index] is not { } rule) return;
        metadata.Put("_dd.span_sampling.mechanism"u8, SpanRule.Mechanism);
        metadata.Put("_dd.span_sampling.rule_rate"u8, rule.SampleRate);
        if (rule.MaxPerSecond is { } most) metadata.Put("_dd.span_sampling.max_per_second"u8, most);
    }

    // A trace may have come in more than once; each root says where it came from.
    private void WriteArrival(ref MetadataWriter metadata, Activity root)
    {
        var state = TraceStateText.Of(root.TraceStateString, _state);
        metadata.Put(state.LastParent);
        metadata.Put(state.Error);
    }

    // A parent in another process, or that has left already and is known by its ids alone, is taken for one of the process's own service.
    private string ParentService(TraceChunk chunk, Activity activity)
    {
        var parent = activity.Parent;
        if (parent is null && activity.ParentSpanId != default)
        {
            if (!_isIndexed) IndexNamed(chunk);
            if (_named.Count > 0) _named.TryGetValue(activity.ParentSpanId, out parent);
        }

        // Siblings ask for the same one.
        if (ReferenceEquals(parent, _parent) && parent is not null) return _parentService;
        var named = parent?.GetTagItem(Tags.ServiceName) switch { null or "" => null, string text => text, var value => SpanMapping.ToText(value) };
        _parent = parent;
        return _parentService = _mapping.Service(named) ?? identity.Service;
    }

    // Only spans that name a service tell more than the process's own.
    private void IndexNamed(TraceChunk chunk)
    {
        _isIndexed = true;
        for (var i = chunk.Count - 1; i >= 0; i--)
        {
            if (chunk[i].GetTagItem(Tags.ServiceName) is not null) _named[chunk[i].SpanId] = chunk[i];
        }
    }

    private void ForgetNamed()
    {
        _isIndexed = false;
        _parent = null;
        // To clear it costs what its largest chunk took.
        if (_named.Count > KeptIndex) _named = new Dictionary<ActivitySpanId, Activity>();
        else if (_named.Count > 0) _named.Clear();
    }

    private static int CountLinks(Activity activity)
    {
        var count = 0;
        foreach (ref readonly var link in activity.EnumerateLinks()) count++;
        return count;
    }

    private static int CountEvents(Activity activity)
    {
        var count = 0;
        foreach (ref readonly var item in activity.EnumerateEvents()) count++;
        return count;
    }
}
