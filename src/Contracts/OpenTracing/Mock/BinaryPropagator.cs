using System.Text;
using OpenTracing.Propagation;

namespace OpenTracing.Mock;

/// <summary>Writes ids, without baggage, as bytes, whatever the format.</summary>
/// <remarks>
/// <para>Shape: span id, then trace id, each as a length-prefixed UTF-8 string; trace 1 and span 2 give <c>01 32 01 31</c>.</para>
/// <para>Errors: a carrier that is no <see cref="IBinary"/> gives an <see cref="InvalidOperationException"/>.</para>
/// </remarks>
public sealed class BinaryPropagator : IPropagator
{
    /// <summary>Reads ids from a stream, which is rewound first and closed afterwards.</summary>
    /// <param name="stream">The stream to read.</param>
    /// <returns>The ids read.</returns>
    /// <exception cref="EndOfStreamException">The stream ends before both ids are read.</exception>
    public BinaryContext Deserialize(MemoryStream stream)
    {
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var spanId = reader.ReadString();
        var traceId = reader.ReadString();
        return new BinaryContext { SpanId = spanId, TraceId = traceId };
    }

    /// <summary>Reads a context from a carrier and closes the stream it came from.</summary>
    /// <typeparam name="TCarrier">The kind of carrier.</typeparam>
    /// <param name="format">Not used.</param>
    /// <param name="carrier">The carrier to read.</param>
    /// <returns>A context whose baggage is <see langword="null"/>, or <see langword="null"/> when an id is empty.</returns>
    /// <exception cref="EndOfStreamException">The stream ends before both ids are read.</exception>
    public MockSpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier)
    {
        var ids = Deserialize(AsBinary(carrier).Get());
        return string.IsNullOrEmpty(ids.TraceId) || string.IsNullOrEmpty(ids.SpanId) ? null : new MockSpanContext(ids.TraceId, ids.SpanId, null);
    }

    /// <inheritdoc/>
    public void Inject<TCarrier>(MockSpanContext context, IFormat<TCarrier> format, TCarrier carrier) =>
        AsBinary(carrier).Set(Serialize(new BinaryContext { SpanId = context.SpanId, TraceId = context.TraceId }));

    /// <summary>Writes ids into a new stream.</summary>
    /// <param name="ctx">The ids to write.</param>
    /// <returns>The stream, open and positioned at its end.</returns>
    public MemoryStream Serialize(BinaryContext ctx)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(ctx.SpanId);
        writer.Write(ctx.TraceId);
        return stream;
    }

    private static IBinary AsBinary<TCarrier>(TCarrier carrier) =>
        carrier as IBinary ?? throw new InvalidOperationException($"{nameof(BinaryPropagator)} cannot use a carrier of type {carrier.GetType()}.");

    /// <summary>Holds the ids that are written as bytes.</summary>
    public class BinaryContext
    {
        /// <summary>Gets or sets the id of the span.</summary>
        public string SpanId { get; set; }

        /// <summary>Gets or sets the id of the trace.</summary>
        public string TraceId { get; set; }
    }
}
