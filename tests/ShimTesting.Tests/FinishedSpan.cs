using OpenTracing.Mock;

namespace Segue.Shim.Testing.Tests;

/// <summary>The members that a suite reads, taken from either kind of span under the same names.</summary>
internal sealed record FinishedSpan(
    string OperationName,
    string TraceId,
    string SpanId,
    string? ParentId,
    DateTimeOffset StartTimestamp,
    DateTimeOffset FinishTimestamp,
    IReadOnlyDictionary<string, object> Tags,
    IReadOnlyList<(DateTimeOffset Timestamp, IReadOnlyDictionary<string, object> Fields)> LogEntries,
    IReadOnlyList<(string ReferenceType, string TraceId, string SpanId)> References,
    OpenTracing.ISpanContext Context,
    Func<string, string?> GetBaggageItem)
{
    internal static FinishedSpan From(MockSpan span) => new(
        span.OperationName,
        span.Context.TraceId,
        span.Context.SpanId,
        span.ParentId,
        span.StartTimestamp,
        span.FinishTimestamp,
        span.Tags,
        [.. span.LogEntries.Select(entry => (entry.Timestamp, entry.Fields))],
        [.. span.References.Select(reference => (reference.ReferenceType, reference.Context.TraceId, reference.Context.SpanId))],
        span.Context,
        span.GetBaggageItem);

    internal static FinishedSpan From(RecordedSpan span) => new(
        span.OperationName,
        span.Context.TraceId,
        span.Context.SpanId,
        span.ParentId,
        span.StartTimestamp,
        span.FinishTimestamp,
        span.Tags,
        [.. span.LogEntries.Select(entry => (entry.Timestamp, entry.Fields))],
        [.. span.References.Select(reference => (reference.ReferenceType, reference.TraceId, reference.SpanId))],
        span.Context,
        span.GetBaggageItem);
}
