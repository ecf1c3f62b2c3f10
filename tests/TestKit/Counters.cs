using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Segue.TestKit;

/// <summary>Adds up the counters of the meter <c>Segue</c>, by instrument and first tag.</summary>
public sealed class Counters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public Counters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Segue") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var tag = tags.Length > 0 ? "/" + tags[0].Value : "";
            _sums.AddOrUpdate(instrument.Name + tag, value, (_, sum) => instrument.IsObservable ? value : sum + value);
        });
        _listener.Start();
    }

    /// <summary>E.g. <c>segue.misuse/finish_twice</c>.</summary>
    public long this[string key] => _sums.GetValueOrDefault(key);

    public long Sum(string prefix) => _sums.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(pair => pair.Value);

    /// <summary>What a gauge shows now.</summary>
    public long Gauge(string name)
    {
        _listener.RecordObservableInstruments();
        return this[name];
    }

    public void Dispose() => _listener.Dispose();
}
