using System.Globalization;

namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>A service that is traced by a plain client: it follows the decision that arrived, else takes the one that it is told.</summary>
internal sealed class PeerService(PeerHeaders format, bool isWide) : FleetService
{
    internal override string Name => format.Name;

    internal override bool CarriesBaggage => format.CarriesBaggage;

    internal override async Task Serve(Visit visit)
    {
        var inbound = format.Read(visit.Headers);
        var own = new PeerContext(inbound?.TraceId ?? (isWide ? NewId() : "") + NewId(), NewId(), inbound?.IsKept ?? visit.Keeps)
        {
            ParentId = inbound?.SpanId ?? "0000000000000000",
            Baggage = (inbound?.Baggage ?? Journey.NoBaggage).Concat(visit.BaggageToSet).ToDictionary(),
            Passengers = inbound?.Passengers ?? Journey.NoBaggage,
        };
        visit.Saw(own.TraceId, own.SpanId, own.ParentId, own.IsKept == true, own.Baggage);
        foreach (var target in visit.Calls)
        {
            var headers = Journey.Headers();
            format.Write(own, headers);
            await visit.Call(target, headers, own.SpanId).ConfigureAwait(false);
        }
    }

    private static string NewId() => Random.Shared.NextInt64(1, long.MaxValue).ToString("x16", CultureInfo.InvariantCulture);
}
