using Microsoft.AspNetCore.Http;

namespace Segue.AspNetCore;

/// <summary>Lists a web host's headers by their type, without a text of each.</summary>
internal static class HeaderLister
{
    internal static IEnumerable<KeyValuePair<string, string?>>? List(object carrier) => carrier is IHeaderDictionary headers ? Entries(headers) : null;

    private static IEnumerable<KeyValuePair<string, string?>> Entries(IHeaderDictionary headers)
    {
        foreach (var header in headers)
        {
            foreach (var value in header.Value) yield return new(header.Key, value);
        }
    }
}
