namespace Segue.CompatMatrix.Fleets;

/// <summary>A span as the service that made it knows it.</summary>
internal sealed record Sighting
{
    internal required string Service { get; init; }

    /// <summary>Trace id as 32 hex digits, whatever width the service's own format has.</summary>
    internal required string TraceId { get; init; }

    internal required string SpanId { get; init; }

    /// <summary>Span id of the parent; <see langword="null"/> at a root.</summary>
    internal required string? ParentId { get; init; }

    /// <summary>What the caller says that it sent its request from; <see langword="null"/> where nobody called.</summary>
    internal required string? SentFrom { get; init; }

    internal required bool IsKept { get; init; }

    internal required IReadOnlyDictionary<string, string> Baggage { get; init; }

    /// <summary>The baggage that its caller had, less what one of the two can't carry.</summary>
    internal required IReadOnlyDictionary<string, string> BaggageDue { get; init; }

    /// <summary>Whether an exporter of the service should have it, if it is kept.</summary>
    internal required bool IsExported { get; init; }
}
