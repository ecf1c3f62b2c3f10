using System.Globalization;
using System.Text;

namespace Segue.Sampling;

/// <summary>Reads JSON into dictionaries, lists, text, doubles and bools; pulls in no serializer on older frameworks.</summary>
/// <remarks>Errors: anything that is not one JSON value of at most 32 levels gives false; nothing is thrown. Of repeated names the last counts.</remarks>
internal sealed class JsonReading
{
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _at;

    private JsonReading(string text) => _text = text;

    internal static bool TryRead(string text, out object? value)
    {
        var reading = new JsonReading(text);
        if (!reading.TryValue(MaxDepth, out value)) return false;
        reading.SkipSpace();
        return reading._at == text.Length;
    }

    /// <summary>Reads an array of objects, each by a function that gives null for one it does not understand, which makes the whole array void.</summary>
    internal static bool TryReadArray<T>(string text, Func<Dictionary<string, object?>, T?> readItem, out IReadOnlyList<T> items)
        where T : class
    {
        items = [];
        if (!TryRead(text, out var value) || value is not List<object?> listed) return false;
        var read = new List<T>();
        foreach (var item in listed)
        {
            if (item is not Dictionary<string, object?> members || readItem(members) is not { } understood) return false;
            read.Add(understood);
        }

        items = read;
        return true;
    }

    private bool TryValue(int depth, out object? value)
    {
        value = null;
        SkipSpace();
        if (_at == _text.Length) return false;
        switch (_text[_at])
        {
            case '{': return depth > 0 && TryObject(depth - 1, out value);
            case '[': return depth > 0 && TryList(depth - 1, out value);
            case '"':
                var read = TryText(out var text);
                value = text;
                return read;
            case 't': value = true; return TryWord("true");
            case 'f': value = false; return TryWord("false");
            case 'n': return TryWord("null");
            default: return TryNumber(out value);
        }
    }

    private bool TryObject(int depth, out object? value)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        value = members;
        _at++;
        if (TryMark('}')) return true;
        do
        {
            SkipSpace();
            if (!TryText(out var name) || !TryMark(':') || !TryValue(depth, out var member)) return false;
            members[name] = member;
        }
        while (TryMark(','));
        return TryMark('}');
    }

    private bool TryList(int depth, out object? value)
    {
        var items = new List<object?>();
        value = items;
        _at++;
        if (TryMark(']')) return true;
        do
        {
            if (!TryValue(depth, out var item)) return false;
            items.Add(item);
        }
        while (TryMark(','));
        return TryMark(']');
    }

    private bool TryText(out string text)
    {
        text = "";
        if (_at == _text.Length || _text[_at] != '"') return false;
        _at++;
        var built = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '"')
            {
                text = built.ToString();
                return true;
            }

            if (c < ' ') return false;
            if (c == '\\' && !TryEscape(out c)) return false;
            built.Append(c);
        }

        return false;
    }

    private bool TryEscape(out char c)
    {
        c = default;
        if (_at == _text.Length) return false;
        var mark = _text[_at++];
        if (mark == 'u')
        {
            if (_at + 4 > _text.Length) return false;
            var digits = _text.Substring(_at, 4);
            if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
            _at += 4;
            c = (char)code;
            return true;
        }

        var index = "\"\\/bfnrt".IndexOf(mark);
        if (index < 0) return false;
        c = "\"\\/\b\f\n\r\t"[index];
        return true;
    }

    private bool TryNumber(out object? value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var start = _at;
        while (_at < _text.Length && (_text[_at] is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')) _at++;
        value = null;
        var digits = _text.Substring(start, _at - start);
        if (!double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var number)) return false;
        value = number;
        return true;
    }

    private bool TryWord(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0) return false;
        _at += word.Length;
        return true;
    }

    private bool TryMark(char mark)
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] != mark) return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
    }
}
