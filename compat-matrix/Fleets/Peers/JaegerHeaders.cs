using System.Globalization;

namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>Jaeger's C# client over HTTP.</summary>
/// <remarks>
/// <c>uber-trace-id: {trace}%3A{span}%3A{parent}%3A{flags}</c>: all four hexadecimal, the trace with 16 digits where its upper half is 0, flags without padding;
/// one part that is none voids everything. <c>uberctx-{key}: {escaped value}</c> for each baggage item, only beside a valid trace.
/// </remarks>
internal sealed class JaegerHeaders : PeerHeaders
{
    private const string Identity = "uber-trace-id";
    private const string Prefix = "uberctx-";
    private const string Flags = "flags";

    internal override string Name => "Jaeger headers";

    internal override bool CarriesBaggage => true;

    internal override PeerContext? Read(IDictionary<string, string> headers)
    {
        if (!headers.TryGetValue(Identity, out var header)) return null;
        var parts = Unescape(header).Split(':');
        if (parts.Length != 4 || !IsHex(parts[0], 32) || !IsHex(parts[1], 16) || !IsHex(parts[2], 16)) return null;
        if (!byte.TryParse(parts[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags)) return null;
        var trace = parts[0].PadLeft(32, '0');
        return new PeerContext(Narrow(trace), parts[1].PadLeft(16, '0'), (flags & 1) != 0)
        {
            // The client lower-cases keys.
            Baggage = headers.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(entry => entry.Key[Prefix.Length..].ToLowerInvariant(), entry => Unescape(entry.Value)),
            Passengers = new Dictionary<string, string> { [Flags] = flags.ToString("x", CultureInfo.InvariantCulture) },
        };
    }

    internal override void Write(PeerContext context, IDictionary<string, string> headers)
    {
        var flags = context.Passengers.GetValueOrDefault(Flags) ?? (context.IsKept == true ? "1" : "0");
        headers[Identity] = Escape(string.Join(':', Narrow(context.TraceId), context.SpanId, context.ParentId, flags));
        foreach (var item in context.Baggage) headers[Prefix + item.Key] = Escape(item.Value);
    }

    private static string Narrow(string trace) => trace.Length == 32 && trace.StartsWith("0000000000000000", StringComparison.Ordinal) ? trace[16..] : trace;
}
