using System.Collections.Specialized;
using OpenTelemetry;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Reads and writes baggage that travels as one header for each item, named by a prefix and the item's key.</summary>
/// <remarks>
/// <para>Shape: <c>{prefix}{key}: {value}</c>; the prefix is read in any case and keys are lower-cased, since that is what HTTP/2 leaves of them.
/// Keys are never encoded: one that is no header token is left out and counted.</para>
/// <para>Source: RFC 9110, section 5.6.2 (token).</para>
/// </remarks>
internal static class PrefixBaggage
{
    /// <summary>Adds the items of a carrier that can be listed; of several values for one item the last is taken.</summary>
    internal static void Read<T>(T carrier, string prefix, bool decode, ref ReceivedBaggage items)
    {
        switch (carrier)
        {
            case IEnumerableCarrier listed:
                ReadEach(listed.Entries, prefix, decode, ref items);
                break;
            case Dictionary<string, string?> entries:
                // Gone through without an enumerator of its own and calls through an interface.
                foreach (var entry in entries) ReadOne(entry.Key, entry.Value, prefix, decode, ref items);
                break;
            case IEnumerable<KeyValuePair<string, string?>> entries:
                ReadEach(entries, prefix, decode, ref items);
                break;
            case IEnumerable<KeyValuePair<string, string[]>> entries:
                foreach (var entry in entries) ReadAll(entry.Key, entry.Value, prefix, decode, ref items);
                break;
            case IEnumerable<KeyValuePair<string, IEnumerable<string>>> entries:
                foreach (var entry in entries) ReadAll(entry.Key, entry.Value, prefix, decode, ref items);
                break;
            case NameValueCollection entries:
                for (var i = 0; i < entries.Count; i++) ReadAll(entries.GetKey(i), entries.GetValues(i), prefix, decode, ref items);
                break;
        }
    }

    /// <summary>Sets a header for each item.</summary>
    internal static void Write<T>(Baggage baggage, string prefix, bool encode, string? except, T carrier, Action<T, string, string> setter)
    {
        var items = 0;
        var characters = 0;
        foreach (var item in baggage)
        {
            if (item.Value is null || (except is not null && string.Equals(item.Key, except, StringComparison.OrdinalIgnoreCase))) continue;
            var value = encode ? EscapedText.Encode(item.Value) : item.Value;
            if (!IsToken(item.Key) || !IsFieldValue(value))
            {
                Misuse.Report("baggage_item_unsafe", "A baggage item whose key or value can't stand in a header of this format was not injected.");
                continue;
            }

            if (items == ReceivedBaggage.MaxItems || item.Key.Length + value.Length > ReceivedBaggage.MaxCharacters - characters)
            {
                Misuse.Report("baggage_over_limit", "Baggage of more than 64 items or 8,192 characters was injected only in part.");
                continue;
            }

            items++;
            characters += item.Key.Length + value.Length;
            setter(carrier, prefix + item.Key, value);
        }
    }

    /// <summary>Whether a header is of an item, of any format that has one for each.</summary>
    internal static bool IsItem(string? name) => HasPrefix(name, JaegerPropagator.BaggagePrefix) || HasPrefix(name, OtTracerPropagator.BaggagePrefix);

    private static void ReadEach(IEnumerable<KeyValuePair<string, string?>>? entries, string prefix, bool decode, ref ReceivedBaggage items)
    {
        if (entries is null) return;
        foreach (var entry in entries) ReadOne(entry.Key, entry.Value, prefix, decode, ref items);
    }

    private static void ReadAll(string? name, IEnumerable<string>? values, string prefix, bool decode, ref ReceivedBaggage items)
    {
        if (values is null || !HasPrefix(name, prefix)) return;
        var all = new IndexedValues(values);
        for (var i = 0; i < all.Count; i++) ReadOne(name, all.Raw(i), prefix, decode, ref items);
    }

    private static void ReadOne(string? name, string? value, string prefix, bool decode, ref ReceivedBaggage items)
    {
        if (value is null || !HasPrefix(name, prefix)) return;
        var sent = (long)name!.Length - prefix.Length + value.Length;
        if (sent <= ReceivedBaggage.MaxCharacters && items.TryAdd(LowerKey(name, prefix), decode ? EscapedText.Decode(value) : value, (int)sent)) return;
        Misuse.Report("baggage_over_limit", "Received baggage of more than 64 items or 8,192 characters was read only in part.");
    }

    private static bool HasPrefix(string? name, string prefix) =>
        name is not null && name.Length > prefix.Length && (name[0] | 0x20) == prefix[0] && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

#pragma warning disable CA1308 // lower case is what HTTP/2 sends
    private static string LowerKey(string name, string prefix) => name.Substring(prefix.Length).ToLowerInvariant();
#pragma warning restore CA1308

    private static bool IsToken(string key)
    {
        foreach (var c in key)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')) continue;
            if ("!#$%&'*+-.^_`|~".IndexOf(c) < 0) return false;
        }

        return key.Length > 0;
    }

    private static bool IsFieldValue(string value)
    {
        foreach (var c in value)
        {
            if (c is (< ' ' or > '~') and not '\t') return false;
        }

        return true;
    }
}
