namespace OpenTracing.Propagation;

/// <summary>Lets a tracer write a context into a stream.</summary>
/// <remarks>Write-only: <see cref="Get"/> throws.</remarks>
public class BinaryInjectAdapter : IBinary
{
    private readonly MemoryStream _stream;

    /// <summary>Wraps a stream.</summary>
    /// <param name="stream">The stream that receives the bytes; not checked here.</param>
    public BinaryInjectAdapter(MemoryStream stream)
    {
        _stream = stream;
    }

    /// <summary>Refuses to read.</summary>
    /// <returns>Nothing; the call always throws.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public MemoryStream Get() =>
        throw new NotSupportedException($"{nameof(BinaryInjectAdapter)} only serves Inject and cannot be read.");

    /// <summary>Copies all bytes of a stream to the current position of the wrapped one.</summary>
    /// <remarks>The source is read from its beginning; neither stream is rewound afterwards.</remarks>
    /// <param name="stream">The stream to copy.</param>
    public void Set(MemoryStream stream)
    {
        stream.Position = 0;
        stream.CopyTo(_stream);
    }
}
