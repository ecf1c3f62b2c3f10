using System.Collections.Concurrent;
using System.Globalization;
using Segue.CompatMatrix.Fleets;

namespace Segue.CompatMatrix.Tests.Fleets;

/// <summary>Six servers and as many clients; what one service sends another goes over a socket.</summary>
internal sealed class HttpFleet : IDisposable
{
    // Tells the test, not the services, which call a request belongs to.
    private const string VisitHeader = "visit";

    private readonly ConcurrentDictionary<string, (string From, Visit Visit)> _visits = new();
    private readonly Dictionary<string, HttpHost> _hosts;
    private int _last;

    /// <summary>Starts the servers.</summary>
    /// <param name="services">Their names.</param>
    /// <param name="isMigrated">Whose client writes what this process's propagator says; that of any other writes nothing of its own.</param>
    internal HttpFleet(IEnumerable<char> services, Func<char, bool> isMigrated) =>
        _hosts = services.ToDictionary(service => service.ToString(), service => HttpHost.Start(Serve, isMigrated(service)));

    /// <summary>Names of all headers that were received, by who sent them.</summary>
    internal ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> Received { get; } = new();

    internal Task Transport(string from, Visit visit)
    {
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        _visits[number] = (from, visit);
        return _hosts[from].SendAsync(_hosts[visit.Service].Address, visit.Headers.Append(new(VisitHeader, number)));
    }

    public void Dispose()
    {
        foreach (var host in _hosts.Values) host.Dispose();
    }

    private Task Serve(IDictionary<string, string> received)
    {
        Assert.IsTrue(received.Remove(VisitHeader, out var number));
        var (from, visit) = _visits[number!];
        var names = Received.GetOrAdd(from, static _ => new(StringComparer.OrdinalIgnoreCase));
        foreach (var name in received.Keys) names[name] = true;
        return Journey.InProcess(visit.With(received));
    }
}
