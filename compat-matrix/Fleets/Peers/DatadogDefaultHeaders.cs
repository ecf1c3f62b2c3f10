namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>A Datadog client as it comes: its own headers, W3C trace context and W3C baggage, both ways.</summary>
/// <remarks>
/// Its own headers are read first. A <c>traceparent</c> of the same trace gives the parent and the other vendors' members of <c>tracestate</c>; one of another
/// trace is left aside. It writes <c>tracestate: dd=s:{priority};p:{this span};t.{name}:{value},…</c> before those members.
/// </remarks>
internal sealed class DatadogDefaultHeaders : DatadogHeaders
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";
    private const string BaggageHeader = "baggage";

    internal override string Name => "Datadog defaults";

    internal override bool CarriesBaggage => true;

    internal override PeerContext? Read(IDictionary<string, string> headers)
    {
        var own = base.Read(headers);
        var parts = headers.TryGetValue(TraceParent, out var parent) ? parent.Split('-') : [];
        if (parts.Length != 4 || parts[1].Length != 32 || parts[2].Length != 16) parts = [];
        var context = own ?? (parts.Length == 4 ? new PeerContext(parts[1], parts[2], (Number(parts[3]) & 1) != 0) : null);
        if (context is null) return null;
        if (parts.Length == 4 && parts[1] == context.TraceId.PadLeft(32, '0'))
        {
            var passengers = new Dictionary<string, string>(context.Passengers);
            if (headers.TryGetValue(TraceState, out var state)) passengers[TraceState] = string.Join(',', state.Split(',').Where(member => !IsOwn(member)));
            context = context with { SpanId = parts[2], Passengers = passengers };
        }

        return headers.TryGetValue(BaggageHeader, out var baggage) ? context with { Baggage = ReadBaggage(baggage) } : context;
    }

    internal override void Write(PeerContext context, IDictionary<string, string> headers)
    {
        base.Write(context, headers);
        headers[TraceParent] = $"00-{context.TraceId.PadLeft(32, '0')}-{context.SpanId}-{(context.IsKept == true ? "01" : "00")}";
        var tags = PropagatedTags(context).Select(tag => $";t.{tag.Key["_dd.p.".Length..]}:{tag.Value.Replace('=', '~')}");
        var own = $"dd=s:{PriorityOf(context)};p:{context.SpanId}{string.Concat(tags)}";
        headers[TraceState] = context.Passengers.GetValueOrDefault(TraceState) is { Length: > 0 } others ? own + "," + others : own;
        if (context.Baggage.Count > 0) headers[BaggageHeader] = string.Join(',', context.Baggage.Select(item => Escape(item.Key) + "=" + Escape(item.Value)));
    }

    private static bool IsOwn(string member) => member.TrimStart().StartsWith("dd=", StringComparison.Ordinal);

    private static Dictionary<string, string> ReadBaggage(string header) => header.Split(',').Select(pair => pair.Split(';')[0].Split('=', 2))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => Unescape(pair[0].Trim()), pair => Unescape(pair[1].Trim()));
}
