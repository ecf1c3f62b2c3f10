using System.Buffers;
using System.Globalization;
using System.Text;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

/// <summary>Makes, writes and reads value trees; two trees are equal when they print alike.</summary>
internal static class Document
{
    private static readonly string[] _texts =
    [
        "", "a", "service.name", "héllo", "日本語", "🎉🎉",
        new string('x', 31), new string('é', 16), new string('y', 300),
    ];

    public static object? Create(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 10 : 8))
        {
            case 0: return null;
            case 1: return random.Next(2) == 0;
            case 2: return random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            case 3: return ulong.MaxValue >> random.Next(64);
            case 4: return random.NextSingle() * 1000;
            case 5: return BitConverter.Int64BitsToDouble(random.NextInt64());
            case 6: return _texts[random.Next(_texts.Length)];
            case 7:
                var bytes = new byte[random.Next(random.Next(10) == 0 ? 300 : 20)];
                random.NextBytes(bytes);
                return random.Next(2) == 0 ? bytes : new Extension((sbyte)random.Next(0, 128), bytes);
            case 8: return Enumerable.Range(0, random.Next(20)).Select(_ => Create(random, depth - 1)).ToList();
            default:
                return Enumerable.Range(0, random.Next(20))
                    .Select(i => new KeyValuePair<string, object?>(_texts[i % _texts.Length], Create(random, depth - 1))).ToList();
        }
    }

    public static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case bool flag: writer.Write(flag); break;
            case long number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case string text: writer.Write(text); break;
            case byte[] bytes: writer.Write(bytes); break;
            case Extension extension: writer.WriteExtensionFormat(new ExtensionResult(extension.TypeCode, extension.Data)); break;
            case List<object?> items:
                writer.WriteArrayHeader(items.Count);
                foreach (var item in items)
                    Write(ref writer, item);
                break;
            case List<KeyValuePair<string, object?>> pairs:
                writer.WriteMapHeader(pairs.Count);
                foreach (var pair in pairs)
                {
                    writer.Write(pair.Key);
                    Write(ref writer, pair.Value);
                }

                break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    public static object? Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil: reader.ReadNil(); return null;
            case MessagePackType.Boolean: return reader.ReadBoolean();
            case MessagePackType.Integer: return reader.NextCode == MessagePackCode.UInt64 ? (object)reader.ReadUInt64() : reader.ReadInt64();
            case MessagePackType.Float: return reader.NextCode == MessagePackCode.Float32 ? (object)reader.ReadSingle() : reader.ReadDouble();
            case MessagePackType.String: return reader.ReadString();
            case MessagePackType.Binary: return reader.ReadBytes()!.Value.ToArray();
            case MessagePackType.Extension:
                var extension = reader.ReadExtensionFormat();
                return new Extension(extension.TypeCode, extension.Data.ToArray());
            case MessagePackType.Array:
                var items = new List<object?>();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                    items.Add(Read(ref reader));
                return items;
            case MessagePackType.Map:
                var pairs = new List<KeyValuePair<string, object?>>();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                    pairs.Add(new KeyValuePair<string, object?>(reader.ReadString()!, Read(ref reader)));
                return pairs;
            default: throw new MessagePackSerializationException("An unassigned code.");
        }
    }

    public static string Print(object? value) => Print(new StringBuilder(), value).ToString();

    private static StringBuilder Print(StringBuilder into, object? value)
    {
        switch (value)
        {
            case null: return into.Append("nil");
            case float number: return into.Append('f').Append(BitConverter.SingleToUInt32Bits(number));
            case double number: return into.Append('d').Append(BitConverter.DoubleToUInt64Bits(number));
            case string text: return into.Append('"').Append(text).Append('"');
            case byte[] bytes: return into.Append('h').Append(Convert.ToHexString(bytes));
            case Extension extension: return into.Append('e').Append(extension.TypeCode).Append(':').Append(Convert.ToHexString(extension.Data));
            case List<object?> items:
                into.Append('[');
                foreach (var item in items)
                    Print(into, item).Append(',');
                return into.Append(']');
            case List<KeyValuePair<string, object?>> pairs:
                into.Append('{');
                foreach (var pair in pairs)
                    Print(Print(into, pair.Key).Append('='), pair.Value).Append(',');
                return into.Append('}');
            default: return into.Append(CultureInfo.InvariantCulture, $"{value}");
        }
    }

    internal sealed record Extension(sbyte TypeCode, byte[] Data);
}
