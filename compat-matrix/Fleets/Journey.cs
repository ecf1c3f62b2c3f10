using System.Collections.Concurrent;

namespace Segue.CompatMatrix.Fleets;

/// <summary>One trace through a fleet, and what was seen of it.</summary>
internal sealed class Journey(IFleet fleet, bool keeps)
{
    internal static readonly IReadOnlyDictionary<string, string> NoBaggage = new Dictionary<string, string>();

    /// <summary>A plain item, one whose value each format has to escape in its own way, and one whose name Jaeger's headers lower-case.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Baggage = new Dictionary<string, string>
    {
        ["tenant"] = "acme",
        ["requestId"] = "r-1",
        ["user"] = "Zoë & co, 50% + 1",
    };

    private static readonly ExecutionContext _emptyFlow = EmptyFlow();

    private readonly ConcurrentQueue<Sighting> _sightings = new();

    /// <summary>What a service decides that begins a trace.</summary>
    internal bool Keeps => keeps;

    internal IReadOnlyCollection<Sighting> Sightings => _sightings;

    /// <summary>Carries a request from a service to another; within this process unless replaced.</summary>
    internal Func<string, Visit, Task> Transport { get; init; } = static (_, visit) => InProcess(visit);

    /// <summary>Calls the first service; an edge in front of the fleet may have begun the trace.</summary>
    internal Task Begin(string service, IDictionary<string, string>? edge = null, string? edgeSpanId = null) =>
        Transport(service, new Visit(this, service, fleet.Route(service), edge ?? Headers(), edgeSpanId, null));

    internal Task Send(string caller, string target, IDictionary<string, string> headers, string from, IReadOnlyDictionary<string, string> baggage)
    {
        var service = fleet.Route(target);
        return Transport(caller, new Visit(this, target, service, headers, from, service.CarriesBaggage ? baggage : NoBaggage));
    }

    internal IReadOnlyList<string> CallsOf(string service) => fleet.CallsOf(service);

    internal void Add(Sighting sighting) => _sightings.Enqueue(sighting);

    internal static Dictionary<string, string> Headers() => new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Serves in a flow in which nothing is current, as in a process of its own.</summary>
    internal static Task InProcess(Visit visit)
    {
        Task? served = null;
        ExecutionContext.Run(_emptyFlow, _ => served = visit.ServedBy.Serve(visit), null);
        return served!;
    }

    private static ExecutionContext EmptyFlow()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }
}
