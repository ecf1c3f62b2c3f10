using System.Collections;

namespace OpenTracing.Propagation;

/// <summary>Lets a tracer write a context into a dictionary.</summary>
/// <remarks>Write-only: enumerating throws.</remarks>
public sealed class TextMapInjectAdapter : ITextMap
{
    private readonly IDictionary<string, string> _dictionary;

    /// <summary>Wraps a dictionary.</summary>
    /// <param name="dictionary">The dictionary that receives the entries; not checked here.</param>
    public TextMapInjectAdapter(IDictionary<string, string> dictionary)
    {
        _dictionary = dictionary;
    }

    /// <summary>Refuses to enumerate.</summary>
    /// <returns>Nothing; the call always throws.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        throw new NotSupportedException($"{nameof(TextMapInjectAdapter)} only serves Inject and cannot be read.");

    /// <inheritdoc/>
    public void Set(string key, string value) => _dictionary[key] = value;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
