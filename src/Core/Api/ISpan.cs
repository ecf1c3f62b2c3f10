namespace Segue;

/// <summary>A native span.</summary>
/// <remarks>
/// <para>After it is finished reads keep working and writes are ignored and counted.</para>
/// <para>Threads and cost: safe from any thread; writes to a span that is not recorded do nothing.</para>
/// </remarks>
public interface ISpan : IDisposable
{
    /// <summary>Name of the operation; <see langword="null"/> is ignored.</summary>
    string? OperationName { get; set; }

    /// <summary>What the span works on, e.g. <c>GET /cart</c>; the operation name where it was not set.</summary>
    string? ResourceName { get; set; }

    /// <summary>Service that the span belongs to, where it differs from the process's; <see langword="null"/> returns to that.</summary>
    string? ServiceName { get; set; }

    /// <summary>Type of the span, see <see cref="SpanTypes"/>.</summary>
    string? Type { get; set; }

    /// <summary>Whether the span failed.</summary>
    bool Error { get; set; }

    /// <summary>Low 64 bits of the trace id; 0 for a root that is not recorded.</summary>
    ulong TraceId { get; }

    /// <summary>Id of the span; its parent's where it is not recorded.</summary>
    ulong SpanId { get; }

    /// <summary>Identity to parent on or to inject.</summary>
    ISpanContext Context { get; }

    /// <summary>Sets a tag.</summary>
    /// <remarks>
    /// <para><c>service.name</c>, <c>resource.name</c>, <c>span.type</c>, <c>manual.keep</c>, <c>manual.drop</c> and <c>sampling.priority</c> act as their names say.</para>
    /// </remarks>
    /// <param name="key">Name; <see langword="null"/> is ignored and counted.</param>
    /// <param name="value">Value; <see langword="null"/> removes the tag.</param>
    /// <returns>This span.</returns>
    ISpan SetTag(string key, string? value);

    /// <summary>Reads a tag.</summary>
    /// <param name="key">Name.</param>
    /// <returns>Its value as invariant text; <see langword="null"/> when absent.</returns>
    string? GetTag(string key);

    /// <summary>Marks the span as failed and describes why.</summary>
    /// <remarks>
    /// <para>Sets <c>error.msg</c>, <c>error.type</c> and <c>error.stack</c>; of an <see cref="AggregateException"/> the first inner exception is described.</para>
    /// </remarks>
    /// <param name="exception">The exception; <see langword="null"/> is ignored and counted.</param>
    void SetException(Exception exception);

    /// <summary>Finishes the span now. Does nothing the second time.</summary>
    void Finish();

    /// <summary>Finishes the span at a given time.</summary>
    /// <param name="finishTimestamp">End, to the tick; at or before the start it gives a duration of one tick.</param>
    void Finish(DateTimeOffset finishTimestamp);
}
