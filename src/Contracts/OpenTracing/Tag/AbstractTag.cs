namespace OpenTracing.Tag;

/// <summary>Pairs a tag key with the type of value it takes.</summary>
/// <typeparam name="TTagValue">The type of value the tag takes.</typeparam>
public abstract class AbstractTag<TTagValue>
{
    /// <summary>Creates a tag with a key.</summary>
    /// <param name="tagKey">The key, kept as given; not checked.</param>
    protected AbstractTag(string tagKey)
    {
        Key = tagKey;
    }

    /// <summary>Gets the key under which spans store the value.</summary>
    public string Key { get; }

    /// <summary>Sets this tag on a span.</summary>
    /// <param name="span">The span that receives the tag.</param>
    /// <param name="tagValue">The value.</param>
    public abstract void Set(ISpan span, TTagValue tagValue);
}
