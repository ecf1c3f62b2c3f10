namespace OpenTracing.Tag;

/// <summary>Names a tag that takes an integer or text.</summary>
public sealed class IntOrStringTag : IntTag
{
    /// <summary>Creates a tag with a key.</summary>
    /// <param name="tagKey">The key, kept as given; not checked.</param>
    public IntOrStringTag(string tagKey)
        : base(tagKey)
    {
    }

    /// <summary>Sets this tag on a span, as text.</summary>
    /// <param name="span">The span that receives the tag.</param>
    /// <param name="tagValue">The value.</param>
    public void Set(ISpan span, string tagValue) => span.SetTag(Key, tagValue);
}
