using System.Text;

namespace Segue.Conventions.Source;

/// <summary>Blanks out comments and literals of C# source, and keeps code, line breaks and what stands in interpolation holes.</summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly StringBuilder _code;
    private int _at;

    private CSharpText(string text)
    {
        _text = text;
        _code = new StringBuilder(text.Length);
    }

    internal static string CodeOnly(string text)
    {
        var scan = new CSharpText(text);
        scan.Code(untilBrace: false);
        return scan._code.ToString();
    }

    private void Code(bool untilBrace)
    {
        var depth = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (untilBrace && c == '}' && depth == 0) return;
            if (c is '{') depth++;
            else if (c is '}') depth--;

            if (Is("//")) Blank(LineEnd());
            else if (Is("/*")) Blank(After("*/", _at + 2));
            else if (c == '\'') Quoted('\'');
            else if (c is '"' or '@' or '$' && StringStart() is { } quote) Literal(quote);
            else Keep();
        }
    }

    // Position of the opening quote if a string starts here, after any mix of @ and $.
    private int? StringStart()
    {
        var at = _at;
        while (at < _text.Length && _text[at] is '@' or '$') at++;
        return at < _text.Length && _text[at] == '"' ? at : null;
    }

    private void Literal(int quote)
    {
        var prefix = _text[_at..quote];
        var quotes = 0;
        while (quote + quotes < _text.Length && _text[quote + quotes] == '"') quotes++;
        var dollars = prefix.Count(c => c == '$');
        Blank(quote);

        if (quotes >= 3 && !prefix.Contains('@')) Raw(quotes, dollars);
        else if (prefix.Contains('@')) Text(verbatim: true, dollars > 0);
        else if (dollars > 0) Text(verbatim: false, holes: true);
        else Quoted('"');
    }

    private void Quoted(char quote)
    {
        var end = _at + 1;
        while (end < _text.Length && _text[end] != quote && _text[end] != '\n') end += _text[end] == '\\' ? 2 : 1;
        Blank(end + 1);
    }

    private void Text(bool verbatim, bool holes)
    {
        Blank(_at + 1);
        while (_at < _text.Length)
        {
            if (verbatim ? Is("\"\"") : Is("\\")) Blank(_at + 2);
            else if (_text[_at] == '"')
            {
                Blank(_at + 1);
                return;
            }
            else if (holes && Is("{{")) Blank(_at + 2);
            else if (holes && Is("{")) Hole(1);
            else Blank(_at + 1);
        }
    }

    private void Raw(int quotes, int dollars)
    {
        var close = new string('"', quotes);
        var open = dollars > 0 ? new string('{', dollars) : null;
        Blank(_at + quotes);
        while (_at < _text.Length)
        {
            if (Is(close))
            {
                Blank(_at + quotes);
                return;
            }

            if (open is not null && Is(open)) Hole(dollars);
            else Blank(_at + 1);
        }
    }

    private void Hole(int braces)
    {
        Blank(_at + braces);
        Code(untilBrace: true);
        Blank(_at + braces);
    }

    private bool Is(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private int LineEnd() => _text.IndexOf('\n', _at) is var end and >= 0 ? end : _text.Length;

    private int After(string text, int from) => _text.IndexOf(text, from, StringComparison.Ordinal) is var end and >= 0 ? end + text.Length : _text.Length;

    private void Keep() => _code.Append(_text[_at++]);

    private void Blank(int end)
    {
        for (; _at < end && _at < _text.Length; _at++) _code.Append(_text[_at] == '\n' ? '\n' : ' ');
    }
}
