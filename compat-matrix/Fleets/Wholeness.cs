namespace Segue.CompatMatrix.Fleets;

/// <summary>Says what is wrong with a trace: ids, parents, decision, baggage, what was exported.</summary>
internal static class Wholeness
{
    /// <param name="journey">The trace.</param>
    /// <param name="exported">Span id and parent of each span that left a service with the flag that keeps it.</param>
    /// <param name="edge">Trace and span id of who called the first service; <see langword="null"/> where that one begins the trace.</param>
    /// <param name="visits">How many requests there are to be.</param>
    internal static IEnumerable<string> Problems(Journey journey, IReadOnlyDictionary<string, string?> exported, int visits, (string TraceId, string SpanId)? edge = null)
    {
        var seen = journey.Sightings.ToArray();
        var requests = seen.Count(span => !seen.Any(other => other.Service == span.Service && other.SpanId == span.SentFrom));
        if (requests != visits) yield return $"{requests} requests were answered, not {visits}";
        if (seen.Length == 0) yield break;

        var traceId = edge?.TraceId ?? seen[0].TraceId;
        var known = seen.Select(span => span.SpanId).Append(edge?.SpanId).ToHashSet();
        foreach (var span in seen)
        {
            if (span.TraceId != traceId) yield return $"{span.Service} is in another trace";
            if (span.ParentId != span.SentFrom) yield return $"{span.Service}: {(span.ParentId is null ? "it has no parent" : "its parent is not its caller")}";
            else if (span.ParentId is not null && !known.Contains(span.ParentId)) yield return $"{span.Service}: nobody made its parent";
            if (span.IsKept != journey.Keeps) yield return $"{span.Service} {(span.IsKept ? "keeps" : "drops")} the trace";
            if (Difference(span) is { } difference) yield return $"{span.Service}: {difference}";
            if (span.IsExported != exported.ContainsKey(span.SpanId) && journey.Keeps) yield return $"{span.Service}: its span was not exported";
            else if (span.IsExported && journey.Keeps && exported[span.SpanId] != span.ParentId) yield return $"{span.Service}: its span was exported below another parent";
        }

        if (seen.Select(span => span.SpanId).Distinct().Count() != seen.Length) yield return "two spans have one id";
        if (!journey.Keeps && exported.Count > 0) yield return $"{exported.Count} spans of a dropped trace were exported as kept";
        if (journey.Keeps && exported.Count != seen.Count(span => span.IsExported)) yield return "spans were exported that no service made";
    }

    private static string? Difference(Sighting span)
    {
        foreach (var item in span.BaggageDue)
        {
            // Header names have no case, so formats that make them of an item's name don't keep it.
            var name = span.Baggage.Keys.FirstOrDefault(key => string.Equals(key, item.Key, StringComparison.OrdinalIgnoreCase));
            if (name is null) return $"the baggage item {item.Key} is lost";
            if (span.Baggage[name] is var value && value != item.Value) return $"the baggage item {item.Key} is \"{value}\", not \"{item.Value}\"";
        }

        return span.Baggage.Count == span.BaggageDue.Count ? null : "there is baggage that nobody set, or an item twice";
    }
}
