using Segue.TraceView;

namespace Demo;

/// <summary>Says what is wrong with a trace, if anything.</summary>
internal static class Verdict
{
    internal const int RequiredServices = 3;

    /// <summary>What keeps a trace from being one connected trace over all services; empty when it is.</summary>
    internal static IReadOnlyList<string> Faults(TraceTree trace)
    {
        var faults = new List<string>();
        if (trace.Roots.Count != 1) faults.Add($"{trace.Roots.Count} roots");
        if (trace.Dangling.Count > 0) faults.Add($"{trace.Dangling.Count} spans whose parent did not arrive");
        if (trace.UnreachableCount > 0) faults.Add($"{trace.UnreachableCount} spans that are their own ancestors");
        if (trace.DuplicateCount > 0) faults.Add($"{trace.DuplicateCount} spans that arrived twice");
        if (trace.Services.Count < RequiredServices) faults.Add($"{trace.Services.Count} services instead of {RequiredServices}");
        return faults;
    }

    /// <summary>What keeps the whole run from being one connected trace for every request; empty when it is.</summary>
    internal static IReadOnlyList<string> Faults(IReadOnlyList<TraceTree> traces, IReadOnlyList<string> requested, int refusedPayloads)
    {
        var faults = new List<string>();
        var arrived = traces.Select(trace => trace.TraceId).ToHashSet(StringComparer.Ordinal);
        var wanted = requested.ToHashSet(StringComparer.Ordinal);
        if (wanted.Count != requested.Count) faults.Add($"{requested.Count} requests have only {wanted.Count} traces");
        if (!arrived.IsSupersetOf(wanted)) faults.Add($"{wanted.Except(arrived).Count()} traces did not arrive");
        if (!wanted.IsSupersetOf(arrived)) faults.Add($"{arrived.Except(wanted).Count()} traces arrived that no request belongs to");
        if (refusedPayloads > 0) faults.Add($"{refusedPayloads} payloads could not be read");
        var broken = traces.Count(trace => Faults(trace).Count > 0);
        if (broken > 0) faults.Add($"{broken} traces are not one connected trace over {RequiredServices} services");
        return faults;
    }

    /// <summary>Whether every trace asked for is there and without fault.</summary>
    internal static bool IsComplete(IReadOnlyList<ReceivedSpan> spans, IReadOnlyCollection<string> traceIds)
    {
        if (spans.Count < traceIds.Count) return false;
        var traces = TraceTree.Build(spans).ToDictionary(trace => trace.TraceId, StringComparer.Ordinal);
        return traceIds.All(id => traces.TryGetValue(id, out var trace) && Faults(trace).Count == 0);
    }
}
