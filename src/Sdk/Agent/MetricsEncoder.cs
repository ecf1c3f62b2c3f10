using System.Diagnostics;
using System.Globalization;
using MessagePack;
using Segue.Context;

namespace Segue.Agent;

/// <summary>Writes the numeric metadata of a span.</summary>
internal static class MetricsEncoder
{
    internal static void Write(ref MessagePackWriter writer, PayloadBuffer buffer, ServiceIdentity identity, Activity activity, bool isLocalRoot, bool isTopLevel, bool carriesPriority)
    {
        writer.WriteString("metrics"u8);
        writer.Flush();
        var header = buffer.Reserve(MessagePackCode.Map32);
        var count = 0;

        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Key == SpanMapping.AnalyticsEvent && SpanMapping.TrySwitch(tag.Value, out var on)) Put(ref writer, "_dd1.sr.eausr", on ? 1 : 0, ref count);
            if (SpanMapping.IsConsumed(tag.Key)) continue;
            if (SpanMapping.TryNumber(tag.Key, tag.Value, out var number)) Put(ref writer, tag.Key, number, ref count);
            else if (tag.Value is Array { Rank: 1 } array) WriteArray(ref writer, tag.Key, array, ref count);
        }

        if (isLocalRoot) Put(ref writer, "process_id", identity.ProcessId, ref count);
        if (isTopLevel) Put(ref writer, "_dd.top_level", 1, ref count);
        if (carriesPriority) Put(ref writer, "_sampling_priority_v1", (int)LocalTrace.PriorityOf(LocalTrace.IdentityOf(activity)), ref count);

        writer.Flush();
        buffer.Patch(header, count);
    }

    private static void WriteArray(ref MessagePackWriter writer, string key, Array array, ref int count)
    {
        for (var i = 0; i < array.Length; i++)
        {
            var itemKey = key + "." + i.ToString(CultureInfo.InvariantCulture);
            if (SpanMapping.TryNumber(itemKey, array.GetValue(i), out var number)) Put(ref writer, itemKey, number, ref count);
        }
    }

    private static void Put(ref MessagePackWriter writer, string key, double value, ref int count)
    {
        writer.Write(Limits.Cut(key, Limits.KeyLength));
        writer.Write(value);
        count++;
    }
}
