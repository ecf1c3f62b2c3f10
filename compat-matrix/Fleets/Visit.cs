namespace Segue.CompatMatrix.Fleets;

/// <summary>One request to one service, and what becomes of it.</summary>
/// <param name="journey">The trace that it belongs to.</param>
/// <param name="service">Name of the service.</param>
/// <param name="servedBy">What answers.</param>
/// <param name="headers">What was received.</param>
/// <param name="sentFrom">Span id that the caller says it sent; <see langword="null"/> where nobody called.</param>
/// <param name="baggageDue">The baggage that should have arrived; <see langword="null"/> where the trace may begin.</param>
internal sealed class Visit(
    Journey journey,
    string service,
    FleetService servedBy,
    IDictionary<string, string> headers,
    string? sentFrom,
    IReadOnlyDictionary<string, string>? baggageDue)
{
    private const string NoParent = "0000000000000000";

    internal string Service => service;

    internal FleetService ServedBy => servedBy;

    internal IDictionary<string, string> Headers => headers;

    /// <summary>What a service decides that begins a trace.</summary>
    internal bool Keeps => journey.Keeps;

    /// <summary>What the service that is called first adds to the trace.</summary>
    internal IReadOnlyDictionary<string, string> BaggageToSet => baggageDue is null ? Due : Journey.NoBaggage;

    /// <summary>Services to call, one after the other.</summary>
    internal IReadOnlyList<string> Calls => journey.CallsOf(service);

    private IReadOnlyDictionary<string, string> Due => baggageDue ?? (servedBy.CarriesBaggage ? Journey.Baggage : Journey.NoBaggage);

    /// <summary>The same request with the headers that came over a wire.</summary>
    internal Visit With(IDictionary<string, string> received) => new(journey, service, servedBy, received, sentFrom, baggageDue);

    /// <summary>Notes a span; <paramref name="below"/> is the service's own span that it has to be a child of.</summary>
    internal void Saw(
        string traceId, string spanId, string? parentId, bool isKept, IReadOnlyDictionary<string, string> baggage, bool isExported = false, string? below = null) =>
        journey.Add(new Sighting
        {
            Service = service,
            TraceId = traceId.PadLeft(32, '0'),
            SpanId = spanId,
            ParentId = parentId == NoParent ? null : parentId,
            SentFrom = below ?? sentFrom,
            IsKept = isKept,
            Baggage = baggage,
            BaggageDue = Due,
            IsExported = isExported,
        });

    internal Task Call(string target, IDictionary<string, string> sent, string from) => journey.Send(service, target, sent, from, Due);
}
