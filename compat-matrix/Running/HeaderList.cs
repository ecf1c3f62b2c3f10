using System.Collections;
using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Running;

/// <summary>A carrier as some servers give it: names in any case, repeated, or null; it counts what is written to it.</summary>
internal sealed class HeaderList(params (string Name, string Value)[] headers) : ITextMap
{
    private readonly List<KeyValuePair<string, string>> _headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value))];

    internal int Writes { get; private set; }

    public void Set(string key, string value)
    {
        Writes++;
        _headers.Add(new KeyValuePair<string, string>(key, value));
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
