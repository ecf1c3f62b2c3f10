using System.Globalization;
using System.Text.Json;
using Segue.TraceView;

namespace Segue.Interop;

/// <summary>A span as its own tracer exported it, in one shape for all.</summary>
/// <param name="Service">Process that it is from.</param>
/// <param name="TraceId">32 lower hex digits.</param>
/// <param name="SpanId">16 lower hex digits.</param>
/// <param name="ParentId">16 lower hex digits; <see langword="null"/> at a root.</param>
/// <param name="Name">Operation.</param>
/// <param name="Kept">Whether its trace is kept.</param>
/// <param name="Priority">The vendor's priority, or what a format has like it; <see langword="null"/> where the tracer knows none.</param>
/// <param name="Tags">Text tags.</param>
internal sealed record ExportedSpan(
    string Service, string TraceId, string SpanId, string? ParentId, string Name, bool Kept, int? Priority, IReadOnlyDictionary<string, string> Tags)
{
    private const string BaggagePrefix = "seen.";

    internal string? CallId => Tags.GetValueOrDefault("interop.id");

    /// <summary>Whether .NET's HttpClient made it by itself.</summary>
    internal bool IsHttpClient => Tags.GetValueOrDefault("otel.library.name") == "System.Net.Http";

    internal string? Kind => Tags.GetValueOrDefault("span.kind");

    /// <summary>The baggage that came with the request.</summary>
    internal IReadOnlyDictionary<string, string> Baggage =>
        Tags.Where(tag => tag.Key.StartsWith(BaggagePrefix, StringComparison.Ordinal)).ToDictionary(tag => tag.Key[BaggagePrefix.Length..], tag => tag.Value);

    /// <summary>Reads what a peer answers to <c>/spans</c>.</summary>
    internal static IEnumerable<ExportedSpan> FromPeer(string service, string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var span in document.RootElement.EnumerateArray())
        {
            var kept = span.GetProperty("kept").GetBoolean();
            if (span.TryGetProperty("reported", out var reported)) Assert.AreEqual(kept, reported.GetBoolean(), "The client reports what it samples, and nothing else.");
            yield return new ExportedSpan(
                service,
                Padded(span.GetProperty("traceId").GetString()!, 32),
                Padded(span.GetProperty("spanId").GetString()!, 16),
                span.GetProperty("parentId").GetString() is { } parent ? Padded(parent, 16) : null,
                span.GetProperty("name").GetString()!,
                kept,
                span.TryGetProperty("priority", out var priority) ? priority.GetInt32() : null,
                span.GetProperty("tags").EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.ToString()));
        }
    }

    /// <summary>Reads the spans of one trace and service as a trace agent received them.</summary>
    internal static IEnumerable<ExportedSpan> FromAgent(IReadOnlyList<ReceivedSpan> spans)
    {
        // The decision is said once for a chunk, at its first or its topmost span.
        var said = spans.Select(span => span.Metrics.TryGetValue("_sampling_priority_v1", out var priority) ? (int)priority : (int?)null).Distinct().Where(priority => priority is not null).ToList();
        Assert.HasCount(1, said, "One process said more or less than one decision about one trace.");
        return spans.Select(span => new ExportedSpan(
            span.Service, span.TraceId, Hex(span.SpanId), span.ParentId == 0 ? null : Hex(span.ParentId), span.Name, said[0] > 0, said[0], span.Meta));
    }

    public override string ToString() => $"{Service} {Name} {TraceId} {SpanId} below {ParentId ?? "nothing"} {(Kept ? "kept" : "dropped")} {Priority}";

    private static string Padded(string id, int digits) => id.PadLeft(digits, '0');

    private static string Hex(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);
}
