using System.Collections.Concurrent;
using Segue.TraceView;

namespace Segue.Interop;

/// <summary>Two peers of a kind and two services on Segue, each in a process of its own, with a trace agent for those that need one.</summary>
internal sealed class Neighbourhood : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<(Topology, Decision), Conversation>>>> _gathered = new();

    private readonly Peer _peer;
    private readonly TraceAgent _agent = new();
    private readonly HttpClient _client = new() { Timeout = _limit };
    private ServiceProcess[] _peers = [];
    private ServiceProcess[] _segues = [];

    private Neighbourhood(Peer peer) => _peer = peer;

    /// <summary>What was exported about one call; the processes run once, for all calls of their kind.</summary>
    internal static async Task<Conversation> HearAsync(Peer peer, Topology topology, Decision decision)
    {
        Programs.RequireNode();
        var all = await _gathered.GetOrAdd(peer.Name, _ => new(() => GatherAsync(peer))).Value;
        return all[(topology, decision)];
    }

    public void Dispose()
    {
        foreach (var process in _peers.Concat(_segues)) process.Dispose();
        _client.Dispose();
        _agent.Dispose();
    }

    private static async Task<IReadOnlyDictionary<(Topology, Decision), Conversation>> GatherAsync(Peer peer)
    {
        using var neighbourhood = new Neighbourhood(peer);
        await neighbourhood.StartAsync();
        var calls = from topology in Enum.GetValues<Topology>() from decision in Enum.GetValues<Decision>() select (topology, decision);
        var conversations = await Task.WhenAll(calls.Select(async call => (call, await neighbourhood.CallAsync(call.topology, call.decision))));
        return conversations.ToDictionary(one => one.call, one => one.Item2);
    }

    private async Task StartAsync()
    {
        var peers = new[] { "peer-1", "peer-2" }.Select(name => ServiceProcess.StartAsync(_peer, name, _agent.Address)).ToList();
        var segues = new[] { "segue-1", "segue-2" }.Select(name => ServiceProcess.StartAsync(_peer.Fleet, name, _agent.Address)).ToList();
        try
        {
            await Task.WhenAll(peers.Concat(segues));
        }
        finally
        {
            _peers = [.. peers.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result)];
            _segues = [.. segues.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result)];
        }
    }

    private async Task<Conversation> CallAsync(Topology topology, Decision decision)
    {
        ServiceProcess[] way = topology == Topology.PeerSeguePeer ? [_peers[0], _segues[0], _peers[1]] : [_segues[0], _peers[0], _segues[1]];
        var id = $"{topology}-{decision}";
        Uri? next = null;
        for (var hop = way.Length - 1; hop >= 0; hop--) next = way[hop].At(Query(id, hop, decision, next));
        await GetAsync(next!);

        var spans = new List<ExportedSpan>();
        foreach (var service in way) spans.AddRange(await ReadAsync(service, id));
        return new Conversation([.. way.Select(service => service.Name)], spans);
    }

    // Those that don't begin the trace would decide the other way round if they were asked.
    private string Query(string id, int hop, Decision decision, Uri? next)
    {
        var decide = (hop == 0, decision) switch
        {
            (true, Decision.Keep) or (false, Decision.Drop) => "keep",
            (true, Decision.KeepByHand) => "keep-by-hand",
            _ => "drop",
        };
        return $"call?id={id}&decide={decide}&item={Conversation.ItemOf(hop)}&value={Uri.EscapeDataString(_peer.Text)}"
            + (next is null ? "" : "&next=" + Uri.EscapeDataString(next.AbsoluteUri));
    }

    private async Task<IEnumerable<ExportedSpan>> ReadAsync(ServiceProcess service, string id)
    {
        var isPeer = _peers.Contains(service);
        if (isPeer && !_peer.Vendor) return ExportedSpan.FromPeer(service.Name, await GetAsync(service.At("spans?id=" + id)));

        if (!isPeer) await GetAsync(service.At("flush"));
        bool IsWanted(ReceivedSpan span) => span.Service == service.Name && span.Meta.GetValueOrDefault("interop.id") == id;
        await _agent.WaitForSpans(spans => spans.Any(IsWanted), _limit);
        var received = _agent.Spans;
        var traces = received.Where(IsWanted).Select(span => span.TraceId).ToHashSet();
        Assert.HasCount(1, traces, $"Traces of {service.Name} for {id}.");
        return ExportedSpan.FromAgent([.. received.Where(span => span.Service == service.Name && traces.Contains(span.TraceId))]);
    }

    private async Task<string> GetAsync(Uri address)
    {
        using var response = await _client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? body : throw new HttpRequestException($"{(int)response.StatusCode} from {address}: {body}");
    }
}
