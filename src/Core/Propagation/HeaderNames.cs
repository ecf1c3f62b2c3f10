using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics;

namespace Segue.Propagation;

/// <summary>Lists the headers of a framework's carrier, which is given as an object with a getter for single names; where that costs a look-up for each, only those of baggage items.</summary>
internal static class HeaderNames
{
    internal static IEnumerable<KeyValuePair<string, string?>> Of(object? carrier, DistributedContextPropagator.PropagatorGetterCallback getter)
    {
        switch (carrier)
        {
            case IEnumerable<KeyValuePair<string, string?>> pairs:
                foreach (var pair in pairs) yield return pair;
                yield break;
            case IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers:
                foreach (var header in headers)
                {
                    foreach (var value in header.Value) yield return new(header.Key, value);
                }

                yield break;
            case NameValueCollection collection:
                foreach (string? name in collection)
                {
                    if (name is not null) yield return new(name, collection[name]);
                }

                yield break;
            case IEnumerable others:
                foreach (var entry in others)
                {
                    // A server's headers are pairs whose second type is not known here; a pair's text begins with its first part.
                    if (NameOf(entry) is not { } name || !PrefixBaggage.IsItem(name)) continue;
                    getter(carrier, name, out var value, out var values);
                    if (value is not null) yield return new(name, value);
                    foreach (var each in values ?? []) yield return new(name, each);
                }

                yield break;
            default:
                yield break;
        }
    }

    private static string? NameOf(object? entry)
    {
        if (entry?.ToString() is not { Length: > 2 } text || text[0] != '[') return null;
        var end = text.IndexOf(", ", StringComparison.Ordinal);
        return end <= 1 ? null : text.Substring(1, end - 1);
    }
}
