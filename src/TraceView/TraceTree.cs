namespace Segue.TraceView;

/// <summary>One trace, and how its spans hang together.</summary>
/// <remarks>
/// <para>Threads and cost: immutable, safe from any thread; built in time proportional to the number of spans.</para>
/// </remarks>
public sealed class TraceTree
{
    private readonly ILookup<ulong, ReceivedSpan> _children;

    private TraceTree(string traceId, IEnumerable<ReceivedSpan> received)
    {
        TraceId = traceId;
        var byId = new Dictionary<ulong, ReceivedSpan>();
        foreach (var span in received)
        {
            if (!byId.TryAdd(span.SpanId, span)) DuplicateCount++;
        }

        Spans = [.. byId.Values.OrderBy(span => span.StartUnixNanoseconds).ThenBy(span => span.SpanId)];
        _children = Spans.Where(span => span.ParentId != 0).ToLookup(span => span.ParentId);
        Roots = [.. Spans.Where(span => span.ParentId == 0)];
        Dangling = [.. Spans.Where(span => span.ParentId != 0 && !byId.ContainsKey(span.ParentId))];
        Services = [.. Spans.Select(span => span.Service).Distinct(StringComparer.Ordinal)];
        UnreachableCount = Spans.Count - CountReachable();
    }

    /// <summary>The trace id, 32 lower hex digits.</summary>
    public string TraceId { get; }

    /// <summary>Its spans, each once, the earliest first.</summary>
    public IReadOnlyList<ReceivedSpan> Spans { get; }

    /// <summary>Spans that have no parent.</summary>
    public IReadOnlyList<ReceivedSpan> Roots { get; }

    /// <summary>Spans whose parent was not received.</summary>
    public IReadOnlyList<ReceivedSpan> Dangling { get; }

    /// <summary>Services that took part, in order of their first span.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>How many spans arrived although one with their id was there already; the first one is kept.</summary>
    public int DuplicateCount { get; }

    /// <summary>How many spans are their own ancestors, and so below no other span.</summary>
    public int UnreachableCount { get; }

    /// <summary>Whether the trace is one tree.</summary>
    /// <value>Exactly one root, no span whose parent is missing, and none that is its own ancestor.</value>
    public bool IsConnected => Roots.Count == 1 && Dangling.Count == 0 && UnreachableCount == 0;

    /// <summary>Groups spans to traces.</summary>
    /// <param name="spans">Spans of any number of traces, in any order.</param>
    /// <returns>The traces, the one that started earliest first.</returns>
    public static IReadOnlyList<TraceTree> Build(IEnumerable<ReceivedSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        return [.. spans.GroupBy(span => span.TraceId, StringComparer.Ordinal).Select(trace => new TraceTree(trace.Key, trace)).OrderBy(trace => trace.Spans[0].StartUnixNanoseconds)];
    }

    /// <summary>Gives the spans directly below one.</summary>
    /// <param name="span">A span of this trace.</param>
    /// <returns>Its children, the earliest first.</returns>
    public IEnumerable<ReceivedSpan> ChildrenOf(ReceivedSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return _children[span.SpanId];
    }

    // A span has one parent, so nothing below a root or a dangling span can be reached twice: the walk ends whatever was received.
    private int CountReachable()
    {
        var count = 0;
        var open = new Stack<ReceivedSpan>([.. Roots, .. Dangling]);
        while (open.TryPop(out var span))
        {
            count++;
            foreach (var child in ChildrenOf(span)) open.Push(child);
        }

        return count;
    }
}
