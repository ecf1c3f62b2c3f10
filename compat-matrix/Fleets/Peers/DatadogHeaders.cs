using System.Globalization;

namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>A Datadog client that is set to its own headers alone, which carry no baggage.</summary>
/// <remarks>
/// <c>x-datadog-trace-id</c> and <c>-parent-id</c> with 64 bits in decimal, <c>-sampling-priority</c> an integer of which those above 0 keep, <c>-origin</c> text;
/// <c>x-datadog-tags: _dd.p.{name}={value},…</c>, handed on as received, with the upper half of a trace id as <c>_dd.p.tid</c> in 16 hex digits.
/// </remarks>
internal class DatadogHeaders : PeerHeaders
{
    private const string TraceId = "x-datadog-trace-id";
    private const string ParentId = "x-datadog-parent-id";
    private const string Priority = "x-datadog-sampling-priority";
    private const string Origin = "x-datadog-origin";
    private const string Tags = "x-datadog-tags";
    private const string HighHalf = "_dd.p.tid";
    private const string Mechanism = "_dd.p.dm";

    internal override string Name => "Datadog headers";

    internal override bool CarriesBaggage => false;

    internal override PeerContext? Read(IDictionary<string, string> headers)
    {
        if (!headers.TryGetValue(TraceId, out var low) || !TryRead(low, out var trace) || trace == 0) return null;
        if (!headers.TryGetValue(ParentId, out var parent) || !TryRead(parent, out var span)) return null;
        var passengers = new Dictionary<string, string>();
        foreach (var name in new[] { Priority, Origin })
        {
            if (headers.TryGetValue(name, out var value)) passengers[name] = value;
        }

        foreach (var tag in headers.TryGetValue(Tags, out var tags) ? tags.Split(',') : [])
        {
            var equals = tag.IndexOf('=');
            if (equals > 0 && tag.StartsWith("_dd.p.", StringComparison.Ordinal)) passengers[tag[..equals]] = tag[(equals + 1)..];
        }

        passengers.Remove(HighHalf, out var high);
        bool? isKept = passengers.TryGetValue(Priority, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority)
            ? priority > 0
            : null;
        return new PeerContext(high + trace.ToString("x16", CultureInfo.InvariantCulture), span.ToString("x16", CultureInfo.InvariantCulture), isKept) { Passengers = passengers };
    }

    internal override void Write(PeerContext context, IDictionary<string, string> headers)
    {
        var trace = context.TraceId.PadLeft(32, '0');
        headers[TraceId] = Number(trace[16..]).ToString(CultureInfo.InvariantCulture);
        headers[ParentId] = Number(context.SpanId).ToString(CultureInfo.InvariantCulture);
        headers[Priority] = PriorityOf(context);
        if (context.Passengers.TryGetValue(Origin, out var origin)) headers[Origin] = origin;
        var tags = PropagatedTags(context);
        if (Number(trace[..16]) != 0) tags[HighHalf] = trace[..16];
        if (tags.Count > 0) headers[Tags] = string.Join(',', tags.Select(tag => tag.Key + "=" + tag.Value));
    }

    protected static string PriorityOf(PeerContext context) => context.Passengers.GetValueOrDefault(Priority) ?? (context.IsKept == true ? "1" : "0");

    protected static SortedDictionary<string, string> PropagatedTags(PeerContext context)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in context.Passengers)
        {
            if (entry.Key.StartsWith("_dd.p.", StringComparison.Ordinal)) tags[entry.Key] = entry.Value;
        }

        if (context.IsKept == true && !context.Passengers.ContainsKey(Priority)) tags[Mechanism] = "-0";
        return tags;
    }

    private static bool TryRead(string text, out ulong value) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
