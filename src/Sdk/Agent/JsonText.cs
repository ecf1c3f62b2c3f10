using System.Collections;
using System.Globalization;
using System.Text;

namespace Segue.Agent;

/// <summary>Writes the few JSON forms that agents read from a tag; pulls in no serializer on older frameworks.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();

    internal JsonText Raw(string text)
    {
        _text.Append(text);
        return this;
    }

    internal JsonText Value(object? value)
    {
        switch (value)
        {
            case null: _text.Append("null"); break;
            case bool flag: _text.Append(flag ? "true" : "false"); break;
            case double number when double.IsNaN(number) || double.IsInfinity(number): Quote(number.ToString(CultureInfo.InvariantCulture)); break;
            case float number when float.IsNaN(number) || float.IsInfinity(number): Quote(number.ToString(CultureInfo.InvariantCulture)); break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                _text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case Array array: Items(array); break;
            default: Quote(SpanMapping.ToText(value)); break;
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private void Items(IEnumerable items)
    {
        _text.Append('[');
        var first = true;
        foreach (var item in items)
        {
            if (!first) _text.Append(',');
            first = false;
            Value(item);
        }

        _text.Append(']');
    }

    private void Quote(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') _text.Append('\\').Append(c);
            else if (c < ' ') _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else _text.Append(c);
        }

        _text.Append('"');
    }
}
