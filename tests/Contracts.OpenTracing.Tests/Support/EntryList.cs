using System.Collections;
using OpenTracing.Propagation;

namespace Segue.Contracts.OpenTracing.Tests.Support;

/// <summary>Carries text entries in the order of writing, without any check of keys.</summary>
internal sealed class EntryList : ITextMap
{
    private readonly List<KeyValuePair<string, string>> _entries = [];

    public void Set(string key, string value) => _entries.Add(new(key, value));

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    public override string ToString() => string.Join(' ', _entries.Select(entry => $"{entry.Key}={entry.Value}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
