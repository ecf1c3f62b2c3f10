using System.Diagnostics;
using OpenTelemetry;

namespace Segue.MixedApi;

/// <summary>An exporter that keeps what it is given.</summary>
internal sealed class ExportedSpans : BaseExporter<Activity>
{
    private readonly List<Activity> _spans = [];

    internal IReadOnlyList<Activity> All
    {
        get
        {
            lock (_spans) return [.. _spans];
        }
    }

    /// <summary>Spans whose parent is in this process and was not exported.</summary>
    internal IEnumerable<string> Dangling(params ActivitySpanId[] remote) => All
        .Where(span => span.ParentSpanId != default && !remote.Contains(span.ParentSpanId) && All.All(other => other.SpanId != span.ParentSpanId))
        .Select(span => span.DisplayName);

    public override string ToString() => string.Join("\n", All.Select(span => $"{span.Source.Name} {span.Kind} {span.DisplayName} {span.TraceId}-{span.SpanId} <- {span.ParentSpanId}"));

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
        {
            lock (_spans) _spans.Add(span);
        }

        return ExportResult.Success;
    }
}
