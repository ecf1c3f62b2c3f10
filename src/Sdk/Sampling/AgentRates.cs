namespace Segue.Sampling;

/// <summary>The rates that a trace agent gave with its latest answer, by service and environment.</summary>
/// <remarks>
/// <c>{"rate_by_service":{"service:,env:":1,"service:web,env:prod":0.25}}</c>; the key without names holds for all others. Threads: written by the
/// exporter's worker, read by any; a snapshot is swapped whole.
/// </remarks>
internal sealed class AgentRates
{
    private volatile Snapshot? _snapshot;

    /// <summary>Takes the rates out of an answer; one that has none changes nothing.</summary>
    /// <param name="answer">Body of the answer.</param>
    /// <param name="service">The service of spans that name none.</param>
    /// <param name="environment">Environment of the process.</param>
    internal void Update(string answer, string service, string? environment)
    {
        if (!JsonReading.TryRead(answer, out var value) || value is not Dictionary<string, object?> body) return;
        if (!body.TryGetValue("rate_by_service", out var listed) || listed is not Dictionary<string, object?> rates) return;
        var snapshot = new Snapshot();
        foreach (var rate in rates)
        {
            if (rate.Value is not double number || !(number >= 0 && number <= 1)) continue;
            if (rate.Key == "service:,env:") snapshot.Otherwise = RateDecision.OfAgent(number);
            else if (TryService(rate.Key, environment ?? "", out var name)) snapshot.ByService[name] = RateDecision.OfAgent(number);
        }

        snapshot.Own = snapshot.Of(service);
        _snapshot = snapshot;
    }

    /// <summary>The rate of a service; <see langword="null"/> while the agent gave none.</summary>
    /// <param name="service">The service that the span names; <see langword="null"/> is the process's.</param>
    internal RateDecision? Find(string? service)
    {
        var snapshot = _snapshot;
        return service is null ? snapshot?.Own : snapshot?.Of(service);
    }

    // "service:{name},env:{environment}"; rates of other environments are not for this process.
    private static bool TryService(string key, string environment, out string service)
    {
        const string Prefix = "service:";
        var suffix = ",env:" + environment;
        service = "";
        if (key.Length < Prefix.Length + suffix.Length || !key.StartsWith(Prefix, StringComparison.Ordinal) || !key.EndsWith(suffix, StringComparison.Ordinal)) return false;
        service = key.Substring(Prefix.Length, key.Length - Prefix.Length - suffix.Length);
        return true;
    }

    private sealed class Snapshot
    {
        internal Dictionary<string, RateDecision> ByService { get; } = new(StringComparer.Ordinal);

        internal RateDecision? Otherwise { get; set; }

        internal RateDecision? Own { get; set; }

        internal RateDecision? Of(string service) => ByService.TryGetValue(service, out var rate) ? rate : Otherwise;
    }
}
