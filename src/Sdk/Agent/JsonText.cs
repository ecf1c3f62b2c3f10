using System.Buffers.Text;
using System.Collections;
using System.Globalization;
using System.Text;

namespace Segue.Agent;

/// <summary>Writes the few JSON forms that agents read from a tag, as UTF-8 into a buffer that is used again; pulls in no serializer on older frameworks.</summary>
internal sealed class JsonText
{
    private readonly PayloadBuffer _buffer = new(256);

    internal ReadOnlySpan<byte> Utf8 => _buffer.Bytes.AsSpan(0, _buffer.Position);

    internal void Clear() => _buffer.Clear();

    internal JsonText Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(_buffer.GetSpan(utf8.Length));
        _buffer.Advance(utf8.Length);
        return this;
    }

    internal JsonText Number(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.GetSpan(20), out var written);
        _buffer.Advance(written);
        return this;
    }

    internal JsonText Value(object? value)
    {
        switch (value)
        {
            case null: return Raw("null"u8);
            case string text: return Quote(text);
            case bool flag: return Raw(flag ? "true"u8 : "false"u8);
            case int number: return Number(number);
            case long number: return Number(number);
            case double number when double.IsNaN(number) || double.IsInfinity(number): return Quote(number.ToString(CultureInfo.InvariantCulture));
            case float number when float.IsNaN(number) || float.IsInfinity(number): return Quote(number.ToString(CultureInfo.InvariantCulture));
            case byte or sbyte or short or ushort or uint or ulong or float or double or decimal: return Text(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
            case Array array: return Items(array);
            default: return Quote(SpanMapping.ToText(value));
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(_buffer.Bytes, 0, _buffer.Position);

    private JsonText Items(IEnumerable items)
    {
        Raw("["u8);
        var first = true;
        foreach (var item in items)
        {
            if (!first) Raw(","u8);
            first = false;
            Value(item);
        }

        return Raw("]"u8);
    }

    private JsonText Quote(string text)
    {
        Raw("\""u8);
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= ' ' && c is not ('"' or '\\')) continue;
            Text(text, from, i - from);
            from = i + 1;
            if (c is '"' or '\\') Raw("\\"u8).Raw([(byte)c]);
            else Raw("\\u00"u8).Raw([Hex(c >> 4), Hex(c & 15)]);
        }

        return Text(text, from, text.Length - from).Raw("\""u8);
    }

    private static byte Hex(int digit) => (byte)"0123456789abcdef"[digit];

    private JsonText Text(string text) => Text(text, 0, text.Length);

    private JsonText Text(string text, int start, int length)
    {
        if (length == 0) return this;
#if NET
        _buffer.Advance(Encoding.UTF8.GetBytes(text.AsSpan(start, length), _buffer.GetSpan(length * 3)));
        return this;
#else
        return Raw(Encoding.UTF8.GetBytes(text.Substring(start, length)));
#endif
    }
}
