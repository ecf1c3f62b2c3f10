namespace OpenTracing.Tag;

/// <summary>Names a tag that takes text.</summary>
public sealed class StringTag : AbstractTag<string>
{
    /// <summary>Creates a tag with a key.</summary>
    /// <param name="tagKey">The key, kept as given; not checked.</param>
    public StringTag(string tagKey)
        : base(tagKey)
    {
    }

    /// <inheritdoc/>
    public override void Set(ISpan span, string tagValue) => span.SetTag(Key, tagValue);
}
