namespace Segue.Agent;

/// <summary>Names the tags of recorded HTTP headers as <c>DD_TRACE_HEADER_TAGS</c> asks for.</summary>
/// <remarks>
/// Instrumentation records a header as <c>http.request.header.{name}</c> or <c>http.response.header.{name}</c>, an array of its values; without a name of
/// its own it becomes <c>http.request.headers.{name}</c>.
/// </remarks>
internal static class HeaderTags
{
    private const string Request = "http.request.header.";
    private const string Response = "http.response.header.";

    /// <summary>Reads <c>header:tag,header</c>; in names of headers <c>_</c> is the same as <c>-</c>, since instrumentation may write either.</summary>
    internal static Dictionary<string, string> Read(string? text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in (text ?? "").Split(','))
        {
            var colon = pair.IndexOf(':');
            var name = (colon < 0 ? pair : pair.Substring(0, colon)).Trim().Replace('_', '-');
            if (name.Length > 0) headers[name] = colon < 0 ? "" : pair.Substring(colon + 1).Trim();
        }

        return headers;
    }

    internal static bool IsHeader(string tag) => tag.StartsWith(Request, StringComparison.Ordinal) || tag.StartsWith(Response, StringComparison.Ordinal);

    internal static bool TryName(string tag, IReadOnlyDictionary<string, string> headers, out string name)
    {
        name = "";
        var prefix = tag.StartsWith(Request, StringComparison.Ordinal) ? Request : tag.StartsWith(Response, StringComparison.Ordinal) ? Response : null;
        if (prefix is null) return false;
        var header = tag.Substring(prefix.Length).Replace('_', '-');
        if (!headers.TryGetValue(header, out var given)) return false;
        name = given.Length > 0 ? given : (prefix == Request ? "http.request.headers." : "http.response.headers.") + header.Replace('.', '_');
        return true;
    }

    internal static string Join(object value) => value switch
    {
        string[] values => string.Join(",", values),
        IEnumerable<string> values => DirectWrite.TryDecline() ? "" : string.Join(",", values),
        _ => SpanMapping.ToText(value),
    };
}
