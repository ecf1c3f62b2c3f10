namespace OpenTracing.Tag;

/// <summary>Names a tag that takes an integer.</summary>
public class IntTag : AbstractTag<int>
{
    /// <summary>Creates a tag with a key.</summary>
    /// <param name="tagKey">The key, kept as given; not checked.</param>
    public IntTag(string tagKey)
        : base(tagKey)
    {
    }

    /// <inheritdoc/>
    public override void Set(ISpan span, int tagValue) => span.SetTag(Key, tagValue);
}
