namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>A Zipkin client: B3 in several headers, which carry no baggage.</summary>
/// <remarks>
/// <c>X-B3-TraceId</c> with 16 or 32 lower hex digits, handed on in the width in which it came; <c>X-B3-SpanId</c> and <c>X-B3-ParentSpanId</c> with 16;
/// <c>X-B3-Sampled: 1</c> or <c>0</c>, absent where nobody decided; <c>X-B3-Flags: 1</c> is debug, which keeps.
/// </remarks>
internal sealed class B3Headers : PeerHeaders
{
    private const string TraceId = "X-B3-TraceId";
    private const string SpanId = "X-B3-SpanId";
    private const string ParentId = "X-B3-ParentSpanId";
    private const string Sampled = "X-B3-Sampled";
    private const string Flags = "X-B3-Flags";

    internal override string Name => "B3 headers";

    internal override bool CarriesBaggage => false;

    internal override PeerContext? Read(IDictionary<string, string> headers)
    {
        if (!headers.TryGetValue(TraceId, out var trace) || !headers.TryGetValue(SpanId, out var span)) return null;
        if (trace.Length is not (16 or 32) || !IsHex(trace, 32) || span.Length != 16 || !IsHex(span, 16)) return null;
        var isDebug = headers.TryGetValue(Flags, out var flags) && flags == "1";
        bool? isKept = headers.TryGetValue(Sampled, out var sampled) ? sampled switch { "1" => true, "0" => false, _ => null } : null;
        return new PeerContext(trace, span, isDebug ? true : isKept);
    }

    internal override void Write(PeerContext context, IDictionary<string, string> headers)
    {
        headers[TraceId] = context.TraceId;
        headers[SpanId] = context.SpanId;
        if (context.ParentId != "0000000000000000") headers[ParentId] = context.ParentId;
        headers[Sampled] = context.IsKept == true ? "1" : "0";
    }
}
