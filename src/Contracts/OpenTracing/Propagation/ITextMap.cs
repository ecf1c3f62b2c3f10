namespace OpenTracing.Propagation;

/// <summary>Carries a span context as text entries.</summary>
/// <remarks>Implementations may support only one direction: enumeration for extract, <see cref="Set"/> for inject.</remarks>
public interface ITextMap : IEnumerable<KeyValuePair<string, string>>
{
    /// <summary>Writes an entry, replacing one with the same key.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="value">The value of the entry.</param>
    void Set(string key, string value);
}
