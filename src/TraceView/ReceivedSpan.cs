using System.Globalization;

namespace Segue.TraceView;

/// <summary>A span as it arrived.</summary>
/// <remarks>
/// <para>Errors: text and maps that were absent or nil are empty, numbers that were absent are 0.</para>
/// <para>Threads and cost: immutable, safe from any thread.</para>
/// </remarks>
public sealed class ReceivedSpan
{
    /// <summary>High 64 bits of the trace id.</summary>
    /// <value><c>_dd.p.tid</c> of the first span of the chunk; 0 where that is absent or malformed.</value>
    public ulong TraceIdHigh { get; init; }

    /// <summary>Low 64 bits of the trace id.</summary>
    public ulong TraceIdLow { get; init; }

    /// <summary>The trace id, 32 lower hex digits.</summary>
    public string TraceId => TraceIdHigh.ToString("x16", CultureInfo.InvariantCulture) + TraceIdLow.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Id of the span.</summary>
    public ulong SpanId { get; init; }

    /// <summary>Id of its parent; 0 for a root.</summary>
    public ulong ParentId { get; init; }

    /// <summary>Service that the span belongs to.</summary>
    public string Service { get; init; } = "";

    /// <summary>Name of the operation.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the span works on.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Type of work, e.g. <c>web</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Start, nanoseconds since 1970-01-01 UTC.</summary>
    public long StartUnixNanoseconds { get; init; }

    /// <summary>Duration in nanoseconds.</summary>
    public long DurationNanoseconds { get; init; }

    /// <summary>Whether the span failed.</summary>
    public bool Error { get; init; }

    /// <summary>Text metadata.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();

    /// <summary>Numeric metadata.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Links to other spans.</summary>
    public IReadOnlyList<ReceivedLink> Links { get; init; } = [];

    /// <summary>API that the span was written with: one of the constants of <see cref="SpanApi"/>.</summary>
    /// <value>Read from the tag <c>otel.library.name</c>.</value>
    public string Api => SpanApi.FromScopeName(Meta.TryGetValue("otel.library.name", out var scope) ? scope : null);

    /// <inheritdoc/>
    public override string ToString() => $"{Service} {Name} {SpanId:x16} of {TraceId}";
}
