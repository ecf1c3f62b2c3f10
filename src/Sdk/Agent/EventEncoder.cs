using System.Diagnostics;
using MessagePack;

namespace Segue.Agent;

/// <summary>Writes the events of a span: as <c>span_events</c> where the agent reads those, else as JSON.</summary>
/// <remarks>
/// Native: <c>[{time_unix_nano, name, attributes: {key: {type: 0..4, string_value | bool_value | int_value | double_value | array_value: {values}}}}]</c>.
/// What none of the types holds is text, by the invariant culture; arrays of several types are JSON text.
/// </remarks>
internal static class EventEncoder
{
    private static readonly long _epochTicks = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    internal static void WriteJson(JsonText json, Activity activity)
    {
        json.Clear();
        var isFirst = true;
        foreach (ref readonly var item in activity.EnumerateEvents())
        {
            json.Raw(isFirst ? "["u8 : ","u8);
            isFirst = false;
            json.Raw("{\"name\":"u8).Value(item.Name).Raw(",\"time_unix_nano\":"u8).Number(Nanoseconds(item));
            var hasAttributes = false;
            foreach (ref readonly var attribute in item.EnumerateTagObjects())
            {
                json.Raw(hasAttributes ? ","u8 : ",\"attributes\":{"u8).Value(attribute.Key).Raw(":"u8).Value(attribute.Value);
                hasAttributes = true;
            }

            json.Raw(hasAttributes ? "}}"u8 : "}"u8);
        }

        json.Raw("]"u8);
    }

    internal static void Write(ref MessagePackWriter writer, Activity activity, int count)
    {
        writer.WriteString("span_events"u8);
        writer.WriteArrayHeader(count);
        foreach (ref readonly var item in activity.EnumerateEvents())
        {
            // Also a span that has ended can be given more, by any thread.
            if (count-- == 0) break;
            var attributes = 0;
            foreach (ref readonly var attribute in item.EnumerateTagObjects()) attributes += attribute.Value is null ? 0 : 1;
            writer.WriteMapHeader(attributes == 0 ? 2 : 3);
            writer.WriteString("time_unix_nano"u8);
            writer.WriteUInt64((ulong)Math.Max(0, Nanoseconds(item)));
            writer.WriteString("name"u8);
            writer.Write(item.Name);
            if (attributes == 0) continue;
            writer.WriteString("attributes"u8);
            writer.WriteMapHeader(attributes);
            foreach (ref readonly var attribute in item.EnumerateTagObjects())
            {
                if (attribute.Value is null) continue;
                writer.Write(attribute.Key);
                WriteValue(ref writer, attribute.Value);
            }
        }
    }

    internal static string? Attribute(in ActivityEvent item, string key)
    {
        foreach (ref readonly var attribute in item.EnumerateTagObjects())
        {
            if (attribute.Key == key) return attribute.Value is null ? null : SpanMapping.ToText(attribute.Value);
        }

        return null;
    }

    private static long Nanoseconds(in ActivityEvent item) => (item.Timestamp.UtcTicks - _epochTicks) * 100;

    private static void WriteValue(ref MessagePackWriter writer, object value)
    {
        if (value is Array array && TryItemType(array, out _))
        {
            Begin(ref writer, 4, "array_value"u8);
            writer.WriteMapHeader(1);
            writer.WriteString("values"u8);
            writer.WriteArrayHeader(array.Length);
            foreach (var item in array) WriteValue(ref writer, item!);
            return;
        }

        switch (TypeOf(value))
        {
            case 1:
                Begin(ref writer, 1, "bool_value"u8);
                writer.Write((bool)value);
                break;
            case 2:
                Begin(ref writer, 2, "int_value"u8);
                writer.Write(Convert.ToInt64(value, null));
                break;
            case 3:
                Begin(ref writer, 3, "double_value"u8);
                writer.Write(Convert.ToDouble(value, null));
                break;
            default:
                Begin(ref writer, 0, "string_value"u8);
                writer.Write(SpanMapping.ToText(value));
                break;
        }
    }

    private static void Begin(ref MessagePackWriter writer, int type, ReadOnlySpan<byte> key)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("type"u8);
        writer.Write(type);
        writer.WriteString(key);
    }

    private static int TypeOf(object? value) => value switch
    {
        bool => 1,
        int or long or short or byte or sbyte or ushort or uint or ulong and <= long.MaxValue => 2,
        double or float => 3,
        _ => 0,
    };

    private static bool TryItemType(Array array, out int type)
    {
        type = -1;
        if (array.Rank != 1) return false;
        foreach (var item in array)
        {
            var own = TypeOf(item);
            if ((own == 0 && item is not string) || (type >= 0 && own != type)) return false;
            type = own;
        }

        return true;
    }
}
