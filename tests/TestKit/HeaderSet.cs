using System.Collections;

namespace Segue.TestKit;

/// <summary>Headers as a carrier may hold them, which counts what a propagator asks of it; finding a name allocates nothing.</summary>
public sealed class HeaderSet : IEnumerable<KeyValuePair<string, string?>>
{
    private readonly Dictionary<string, string[]> _byName;

    internal HeaderSet(IReadOnlyList<KeyValuePair<string, string?>> entries)
    {
        Entries = entries;
        _byName = entries.Where(entry => entry.Key is not null).GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Select(entry => entry.Value!).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    public static Func<HeaderSet, string, IEnumerable<string>?> Get { get; } = static (headers, name) => headers.ValuesOf(name);

    /// <summary>Values that can only be walked, and are counted one by one.</summary>
    public static Func<HeaderSet, string, IEnumerable<string>?> GetLazily { get; } = static (headers, name) => headers.Walk(headers.ValuesOf(name) ?? []);

    public IReadOnlyList<KeyValuePair<string, string?>> Entries { get; }

    /// <summary>How often a name was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>How many entries were looked at while the carrier was listed.</summary>
    public int Listed { get; private set; }

    /// <summary>How many values were walked.</summary>
    public int Walked { get; private set; }

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator()
    {
        foreach (var entry in Entries)
        {
            Listed++;
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What FsCheck prints of a set that fails.</summary>
    public override string ToString() => string.Join("\n", Entries.Select(entry => Text(entry.Key) + ": " + Text(entry.Value)));

    private static string Text(string? text) => text switch
    {
        null => "null",
        { Length: > 200 } => $"'{text[..200]}'… ({text.Length} characters)",
        _ => "'" + text + "'",
    };

    private string[]? ValuesOf(string name)
    {
        Asked++;
        return _byName.GetValueOrDefault(name);
    }

    private IEnumerable<string> Walk(string[] values)
    {
        foreach (var value in values)
        {
            Walked++;
            yield return value;
        }
    }
}
