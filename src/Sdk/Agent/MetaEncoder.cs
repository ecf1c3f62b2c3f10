using System.Diagnostics;
using System.Globalization;
using MessagePack;
using Segue.Context;

namespace Segue.Agent;

/// <summary>Writes the text metadata of a span.</summary>
internal sealed class MetaEncoder(PayloadBuffer buffer, ServiceIdentity identity)
{
    private const string ExceptionEvent = "exception";

    internal void Write(ref MessagePackWriter writer, in SpanFacts facts)
    {
        var activity = facts.Activity;
        writer.WriteString("meta"u8);
        writer.Flush();
        var header = buffer.Reserve(MessagePackCode.Map32);
        var count = 0;

        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Value is null || SpanMapping.IsConsumed(tag.Key) || SpanMapping.TryNumber(tag.Key, tag.Value, out _)) continue;
            if (tag.Value is Array { Rank: 1 } array)
            {
                count += WriteArray(ref writer, tag.Key, array);
                continue;
            }

            var renamed = tag.Key == "http.response.status_code";
            if (renamed && activity.GetTagItem(Tags.HttpStatusCode) is not null) continue;
            Put(ref writer, renamed ? Tags.HttpStatusCode : tag.Key, SpanMapping.ToText(tag.Value), ref count);
        }

        foreach (var tag in identity.Tags)
        {
            if (activity.GetTagItem(tag.Key) is null && !IsOwn(tag.Key)) Put(ref writer, tag.Key, tag.Value, ref count);
        }

        Put(ref writer, Tags.SpanKind, SpanMapping.Text(activity, Tags.SpanKind) ?? SpanMapping.KindName(facts.Kind), ref count);
        if (activity.GetTagItem(Tags.Language) is null) Put(ref writer, Tags.Language, "dotnet", ref count);
        if (identity.Env is not null && activity.GetTagItem(Tags.Env) is null) Put(ref writer, Tags.Env, identity.Env, ref count);
        if (string.Equals(facts.Service, identity.Service, StringComparison.OrdinalIgnoreCase))
        {
            if (identity.Version is not null && activity.GetTagItem(Tags.Version) is null) Put(ref writer, Tags.Version, identity.Version, ref count);
        }
        else
        {
            Put(ref writer, "_dd.base_service", identity.Service, ref count);
        }

        if (facts.IsTopLevel) Put(ref writer, "runtime-id", identity.RuntimeId, ref count);
        Put(ref writer, "otel.trace_id", activity.TraceId.ToHexString(), ref count);
        if (activity.Source.Name.Length > 0) Put(ref writer, "otel.library.name", activity.Source.Name, ref count);
        if (!string.IsNullOrEmpty(activity.Source.Version)) Put(ref writer, "otel.library.version", activity.Source.Version!, ref count);
        var status = facts.IsError ? "STATUS_CODE_ERROR" : activity.Status == ActivityStatusCode.Ok ? "STATUS_CODE_OK" : "STATUS_CODE_UNSET";
        Put(ref writer, "otel.status_code", status, ref count);
        WriteTraceState(ref writer, facts, ref count);
        WriteEvents(ref writer, facts, ref count);

        writer.Flush();
        buffer.Patch(header, count);
    }

    // A process tag must not stand beside what is written for every span: a map holds a key once.
    private bool IsOwn(string key) =>
        SpanMapping.IsConsumed(key) || key == Tags.Language || (key == Tags.Env && identity.Env is not null) || (key == Tags.Version && identity.Version is not null);

    private static void WriteTraceState(ref MessagePackWriter writer, in SpanFacts facts, ref int count)
    {
        var state = LocalTrace.IdentityOf(facts.Activity).TraceState;
        if (VendorState.Get(state, "o") is { } origin) Put(ref writer, "_dd.origin", origin, ref count);
        var isLocalRoot = facts.Activity.HasRemoteParent || facts.Activity.ParentSpanId == default;
        if (isLocalRoot && VendorState.Get(state, "e") is { } error) Put(ref writer, "_dd.propagation_error", VendorState.Decode(error)!, ref count);
        if (!facts.IsFirst) return;
        var high = TraceIds.High64(facts.Activity.TraceId);
        if (high != 0) Put(ref writer, "_dd.p.tid", high.ToString("x16", CultureInfo.InvariantCulture), ref count);
        if (VendorState.Get(state, "t.dm") is { } mechanism) Put(ref writer, "_dd.p.dm", mechanism, ref count);
        if (VendorState.Get(state, "t.ksr") is { } rate) Put(ref writer, "_dd.p.ksr", rate, ref count);
    }

    private static void WriteEvents(ref MessagePackWriter writer, in SpanFacts facts, ref int count)
    {
        JsonText? json = null;
        ActivityEvent? exception = null;
        foreach (ref readonly var item in facts.Activity.EnumerateEvents())
        {
            if (item.Name == ExceptionEvent) exception = item;
            json = json is null ? new JsonText().Raw("[") : json.Raw(",");
            var nanoseconds = (item.Timestamp.UtcTicks - new DateTime(1970, 1, 1).Ticks) * 100;
            json.Raw("{\"name\":").Value(item.Name).Raw(",\"time_unix_nano\":").Value(nanoseconds);
            var separator = ",\"attributes\":{";
            foreach (ref readonly var attribute in item.EnumerateTagObjects())
            {
                json.Raw(separator).Value(attribute.Key).Raw(":").Value(attribute.Value);
                separator = ",";
            }

            json.Raw(separator == "," ? "}}" : "}");
        }

        if (json is not null) Put(ref writer, "events", json.Raw("]").ToString(), ref count, cut: false);
        if (!facts.IsError) return;

        var activity = facts.Activity;
        PutError(ref writer, activity, Tags.ErrorMsg, Attribute(exception, "exception.message") ?? activity.StatusDescription ?? SpanMapping.Text(activity, "otel.status_description"), ref count);
        PutError(ref writer, activity, Tags.ErrorType, Attribute(exception, "exception.type"), ref count);
        PutError(ref writer, activity, Tags.ErrorStack, Attribute(exception, "exception.stacktrace"), ref count);
    }

    private static string? Attribute(ActivityEvent? item, string key)
    {
        if (item is null) return null;
        foreach (var attribute in item.Value.Tags)
        {
            if (attribute.Key == key) return attribute.Value is null ? null : SpanMapping.ToText(attribute.Value);
        }

        return null;
    }

    // What the application set itself was written with the other tags.
    private static void PutError(ref MessagePackWriter writer, Activity activity, string key, string? value, ref int count)
    {
        if (!string.IsNullOrEmpty(value) && activity.GetTagItem(key) is null) Put(ref writer, key, value!, ref count);
    }

    private static int WriteArray(ref MessagePackWriter writer, string key, Array array)
    {
        var count = 0;
        if (array.Length == 0) Put(ref writer, key, "[]", ref count);
        for (var i = 0; i < array.Length; i++)
        {
            var item = array.GetValue(i);
            var itemKey = key + "." + i.ToString(CultureInfo.InvariantCulture);
            if (item is not null && !SpanMapping.TryNumber(itemKey, item, out _)) Put(ref writer, itemKey, SpanMapping.ToText(item), ref count);
        }

        return count;
    }

    private static void Put(ref MessagePackWriter writer, string key, string value, ref int count, bool cut = true)
    {
        writer.Write(Limits.Cut(key, Limits.KeyLength));
        writer.Write(cut ? Limits.CutValue(value) : value);
        count++;
    }
}
