using System.Collections;

namespace OpenTracing.Propagation;

/// <summary>Lets a tracer read a context from a dictionary.</summary>
/// <remarks>Read-only: <see cref="Set"/> throws.</remarks>
public sealed class TextMapExtractAdapter : ITextMap
{
    private readonly IDictionary<string, string> _dictionary;

    /// <summary>Wraps a dictionary.</summary>
    /// <param name="dictionary">The dictionary to read; not copied and not checked here.</param>
    public TextMapExtractAdapter(IDictionary<string, string> dictionary)
    {
        _dictionary = dictionary;
    }

    /// <summary>Enumerates the dictionary as it is now.</summary>
    /// <returns>An enumerator of the wrapped dictionary.</returns>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _dictionary.GetEnumerator();

    /// <summary>Refuses to write.</summary>
    /// <param name="key">Not used.</param>
    /// <param name="value">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Set(string key, string value) =>
        throw new NotSupportedException($"{nameof(TextMapExtractAdapter)} only serves Extract and cannot be written.");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
