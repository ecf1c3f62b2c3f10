using System.Collections;

namespace Segue.TestKit;

/// <summary>Headers as they came over a wire: names in any case, repeated, without a value; written to by replacing.</summary>
public sealed class PrefixCarrier : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _entries = [];

    public static Action<PrefixCarrier, string, string> Set { get; } = static (carrier, name, value) =>
    {
        carrier._entries.RemoveAll(entry => Same(entry.Key, name));
        carrier._entries.Add(new(name, value));
    };

    public static Func<PrefixCarrier, string, IEnumerable<string>?> Get { get; } = static (carrier, name) =>
        carrier._entries.Where(entry => Same(entry.Key, name)).Select(entry => entry.Value).ToArray();

    public IReadOnlyList<KeyValuePair<string, string>> Entries => _entries;

    public string? this[string name] => _entries.Find(entry => Same(entry.Key, name)).Value;

    public void Add(string? name, string? value) => _entries.Add(new(name!, value!));

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
