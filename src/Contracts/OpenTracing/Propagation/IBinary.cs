namespace OpenTracing.Propagation;

/// <summary>Carries a span context as bytes.</summary>
public interface IBinary
{
    /// <summary>Gets the stream to read a context from.</summary>
    /// <returns>The stream, positioned at its beginning.</returns>
    MemoryStream Get();

    /// <summary>Takes over the bytes of a written context.</summary>
    /// <param name="stream">The stream that holds the bytes.</param>
    void Set(MemoryStream stream);
}
