using System.Diagnostics;
using Segue.Context;
using Segue.Diagnostics;
using Segue.Processing;

namespace Segue.Agent;

/// <summary>Takes those spans out of a chunk that don't leave the process; one decision for the whole chunk, the one in force now.</summary>
internal sealed class ChunkFilter(AgentExitSettings settings)
{
    private readonly SpanMapping _mapping = new(settings.Mapping);
    private SpanRule?[] _keptBy = [];

    internal ChunkFacts Take(TraceChunk chunk, ServiceIdentity identity)
    {
        var context = LocalTrace.IdentityOf(FindRoot(chunk));
        var priority = LocalTrace.PriorityOf(context);
        // Without a priority it was no decision about the trace that left the flag unset, but another's sampler that keeps spans to itself.
        var isDecided = VendorState.TryGetPriority(context.TraceState, out _);
        if (isDecided && priority > 0)
        {
            TakeOutFiltered(chunk);
            return new ChunkFacts(priority, context.TraceState, []);
        }

        var byRule = isDecided && settings.SpanRules.Count > 0;
        if (byRule && _keptBy.Length < chunk.Count) _keptBy = new SpanRule?[chunk.Count * 2];
        var kept = 0;
        for (var i = 0; i < chunk.Count; i++)
        {
            var span = chunk[i];
            var rule = byRule ? FindRule(span, identity) : null;
            if (rule is null && !(isDecided ? settings.SendRejected : span.Recorded)) continue;
            if (byRule) _keptBy[kept] = rule;
            chunk.Keep(kept++, span);
        }

        if (kept < chunk.Count)
        {
            SegueMeter.SpansDropped(chunk.Count - kept, "not_sampled");
            chunk.Truncate(kept);
        }

        return new ChunkFacts(priority, context.TraceState, byRule ? _keptBy.AsSpan(0, kept) : []);
    }

    internal static bool IsLocalRoot(Activity span) => span.ParentSpanId == default || span.HasRemoteParent;

    // A processor of the application takes a span out by clearing its flag, as OpenTelemetry's exporters understand it; a decision that was turned later shows in LocalTrace.
    private static void TakeOutFiltered(TraceChunk chunk)
    {
        var kept = 0;
        for (var i = 0; i < chunk.Count; i++)
        {
            var span = chunk[i];
            if (!span.Recorded && (LocalTrace.IdentityOf(span).TraceFlags & ActivityTraceFlags.Recorded) == 0) continue;
            chunk.Keep(kept++, span);
        }

        if (kept == chunk.Count) return;
        SegueMeter.SpansDropped(chunk.Count - kept, "filtered");
        chunk.Truncate(kept);
    }

    // The local root, else the first span: a chunk without a root still needs the decision.
    private static Activity FindRoot(TraceChunk chunk)
    {
        for (var i = chunk.Count - 1; i >= 0; i--)
        {
            if (IsLocalRoot(chunk[i])) return chunk[i];
        }

        return chunk[0];
    }

    private SpanRule? FindRule(Activity span, ServiceIdentity identity)
    {
        var tags = default(SpanFields);
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            if (tag.Value is not null) tags.Take(tag.Key, tag.Value);
        }

        var name = _mapping.OperationName(span, SpanMapping.Kind(span, tags), tags);
        var service = _mapping.Service(tags.ServiceName) ?? identity.Service;
        var resource = SpanMapping.Resource(span, name, tags);
        foreach (var rule in settings.SpanRules)
        {
            if (rule.Matches(span, service, name, resource)) return rule.Keeps(span.SpanId) ? rule : null;
        }

        return null;
    }
}
