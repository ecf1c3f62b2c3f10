namespace Segue;

/// <summary>Identity of a span, as far as it crosses a process border.</summary>
public interface ISpanContext
{
    /// <summary>Low 64 bits of the trace id; 0 where there is none.</summary>
    ulong TraceId { get; }

    /// <summary>Id of the span; 0 where there is none.</summary>
    ulong SpanId { get; }

    /// <summary>Service of the span where it is known.</summary>
    string? ServiceName { get; }
}
