using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Segue.AspNetCore;

/// <summary>The HTTP headers that server spans record, by the names that <c>DD_TRACE_HEADER_TAGS</c> lists.</summary>
/// <remarks>
/// <para>Shape: <c>http.request.header.{name}</c> and <c>http.response.header.{name}</c>, lower case, an array of the values. What an exit calls them is its own.</para>
/// <para>Source: OpenTelemetry's semantic conventions for HTTP spans.</para>
/// </remarks>
internal sealed class RecordedHeaders
{
    internal const string Variable = "DD_TRACE_HEADER_TAGS";

    private readonly (string Header, string Request, string Response)[] _names;

    /// <summary>Reads <c>header:tag,header</c>; what the tags are called does not matter here, and <c>_</c> in a name may stand for <c>-</c>, as it may for the exit.</summary>
    internal RecordedHeaders(string? text) =>
        _names = [.. (text ?? "").Split(',')
            .Select(static pair => pair.Split(':')[0].Trim())
            .Where(static name => name.Length > 0)
            .SelectMany(static name => new[] { name, name.Replace('_', '-') })
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(static name => (name, "http.request.header." + name.ToLowerInvariant(), "http.response.header." + name.ToLowerInvariant()))];

    internal void Request(Activity span, IHeaderDictionary headers)
    {
        foreach (var name in _names) Record(span, name.Request, headers, name.Header);
    }

    internal void Response(Activity span, IHeaderDictionary headers)
    {
        foreach (var name in _names) Record(span, name.Response, headers, name.Header);
    }

    private static void Record(Activity span, string tag, IHeaderDictionary headers, string header)
    {
        if (headers.TryGetValue(header, out var values) && span.GetTagItem(tag) is null) span.SetTag(tag, values.ToArray());
    }
}
