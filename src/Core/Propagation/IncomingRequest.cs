using System.Diagnostics;

namespace Segue.Propagation;

/// <summary>The headers of a request to a web host, which gives them as an object with a getter for single names.</summary>
internal sealed class IncomingRequest(object? carrier, DistributedContextPropagator.PropagatorGetterCallback getter) : IEnumerableCarrier
{
    private List<KeyValuePair<string, string?>>? _items;
    private bool _listed;

    /// <summary>Headers of baggage items alone, whatever else came; the carrier is listed once, however many formats look for theirs.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Entries
    {
        get
        {
            if (!_listed) List();
            return _items ?? (IEnumerable<KeyValuePair<string, string?>>)[];
        }
    }

    internal IEnumerable<string>? Get(string name)
    {
        getter(carrier, name, out var value, out var values);
        return values ?? (value is null ? null : [value]);
    }

    private void List()
    {
        _listed = true;
        foreach (var entry in (carrier is null ? null : HttpPropagator.HeaderLister?.Invoke(carrier)) ?? HeaderNames.Of(carrier, getter))
        {
            if (PrefixBaggage.IsItem(entry.Key)) (_items ??= []).Add(entry);
        }
    }
}
