using System.Collections.Concurrent;
using System.Globalization;
using Segue.CompatMatrix.Fleets;

namespace Segue.CompatMatrix.Tests.Fleets;

/// <summary>Six servers and as many clients; what one service sends another goes over a socket.</summary>
internal sealed class HttpFleet : IDisposable
{
    // Tells the test, not the services, which call a request belongs to.
    private const string VisitHeader = "visit";

    private readonly ConcurrentDictionary<string, Visit> _visits = new();
    private readonly Dictionary<string, HttpHost> _hosts;
    private int _last;

    internal HttpFleet(IEnumerable<string> services) => _hosts = services.ToDictionary(service => service, _ => HttpHost.Start(Serve));

    /// <summary>Names of all headers that were received.</summary>
    internal ConcurrentDictionary<string, bool> Received { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal Task Transport(string from, Visit visit)
    {
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        _visits[number] = visit;
        return _hosts[from].SendAsync(_hosts[visit.Service].Address, visit.Headers.Append(new(VisitHeader, number)));
    }

    public void Dispose()
    {
        foreach (var host in _hosts.Values) host.Dispose();
    }

    private Task Serve(IDictionary<string, string> received)
    {
        foreach (var name in received.Keys) Received[name] = true;
        Assert.IsTrue(received.Remove(VisitHeader, out var number));
        return Journey.InProcess(_visits[number!].With(received));
    }
}
