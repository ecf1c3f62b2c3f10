namespace OpenTracing.Propagation;

/// <summary>Lets a tracer read a context from a stream.</summary>
/// <remarks>Read-only: <see cref="Set"/> throws.</remarks>
public class BinaryExtractAdapter : IBinary
{
    private readonly MemoryStream _stream;

    /// <summary>Wraps a stream.</summary>
    /// <param name="stream">The stream to read; not checked here.</param>
    public BinaryExtractAdapter(MemoryStream stream)
    {
        _stream = stream;
    }

    /// <summary>Rewinds the wrapped stream and hands it out.</summary>
    /// <returns>The wrapped stream itself, at position zero on every call.</returns>
    public MemoryStream Get()
    {
        _stream.Position = 0;
        return _stream;
    }

    /// <summary>Refuses to write.</summary>
    /// <param name="stream">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Set(MemoryStream stream) =>
        throw new NotSupportedException($"{nameof(BinaryExtractAdapter)} only serves Extract and cannot be written.");
}
