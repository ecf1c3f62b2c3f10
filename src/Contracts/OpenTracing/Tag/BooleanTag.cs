namespace OpenTracing.Tag;

/// <summary>Names a tag that takes a boolean.</summary>
public sealed class BooleanTag : AbstractTag<bool>
{
    /// <summary>Creates a tag with a key.</summary>
    /// <param name="tagKey">The key, kept as given; not checked.</param>
    public BooleanTag(string tagKey)
        : base(tagKey)
    {
    }

    /// <inheritdoc/>
    public override void Set(ISpan span, bool tagValue) => span.SetTag(Key, tagValue);
}
