using System.Diagnostics.Metrics;

namespace Segue.Diagnostics;

/// <summary>Counts what Segue drops, ignores and sends; nothing is lost silently.</summary>
/// <remarks>
/// <para>Shape: the meter <see cref="Name"/> with <c>segue.spans.started</c>, <c>.finished</c>, <c>.sent</c>, <c>.late</c> and <c>.dropped</c> (tag <c>reason</c>);
/// <c>segue.traces.split</c> and <c>.abandoned</c> (tag <c>reason</c>); <c>segue.agent.requests</c> (tag <c>outcome</c>), <c>.bytes</c>, <c>.retries</c>,
/// <c>.errors</c> and <c>.flushes</c> (tag <c>reason</c>); the gauges <c>segue.queue.depth</c>, <c>segue.agent.waiting</c> and <c>segue.agent.waiting_bytes</c>; and
/// <c>segue.misuse</c> (tag <c>kind</c>). Starts and ends are counted by the worker of a Datadog exit, some seconds late.</para>
/// <para>Threads and cost: safe from any thread; a few nanoseconds when nobody listens.</para>
/// </remarks>
public static class SegueMeter
{
    /// <summary>Name of the meter, to be given to <c>AddMeter</c>.</summary>
    public const string Name = "Segue";

    private static readonly Meter _meter = new(Name);
    private static readonly Counter<long> _dropped = _meter.CreateCounter<long>("segue.spans.dropped", "{span}", "Spans that were recorded and did not leave the process.");
    private static readonly Counter<long> _sent = _meter.CreateCounter<long>("segue.spans.sent", "{span}", "Spans acknowledged by the trace agent.");
    private static readonly Counter<long> _misuse = _meter.CreateCounter<long>("segue.misuse", "{call}", "Calls that were ignored or adopted because of what they were given.");
    private static readonly Counter<long> _requests = _meter.CreateCounter<long>("segue.agent.requests", "{request}", "Requests to the trace agent, by outcome.");

    private static readonly Counter<long> _started = _meter.CreateCounter<long>("segue.spans.started", "{span}", "Spans that were started and recorded.");
    private static readonly Counter<long> _finished = _meter.CreateCounter<long>("segue.spans.finished", "{span}", "Recorded spans that have ended.");
    private static readonly Counter<long> _late = _meter.CreateCounter<long>("segue.spans.late", "{span}", "Spans that ended after their trace had left without them; they left in a chunk of their own.");
    private static readonly Counter<long> _split = _meter.CreateCounter<long>("segue.traces.split", "{chunk}", "Chunks that left before the last span of their trace had ended.");
    private static readonly Counter<long> _abandoned = _meter.CreateCounter<long>("segue.traces.abandoned", "{trace}", "Traces with open spans that are waited for no longer.");
    private static readonly Counter<long> _bytes = _meter.CreateCounter<long>("segue.agent.bytes", "By", "Bytes of payloads that the trace agent acknowledged.");
    private static readonly Counter<long> _retries = _meter.CreateCounter<long>("segue.agent.retries", "{request}", "Requests that repeat one which failed.");
    private static readonly Counter<long> _errors = _meter.CreateCounter<long>("segue.agent.errors", "{request}", "Requests that the trace agent did not accept.");
    private static readonly Counter<long> _flushes = _meter.CreateCounter<long>("segue.agent.flushes", "{payload}", "Payloads that were ended in order to be sent, by what ended them.");
    private static readonly ObservedSum _depth = new("segue.queue.depth", "{event}", "Starts and ends of spans that wait for the exporter's worker.");
    private static readonly ObservedSum _waiting = new("segue.agent.waiting", "{payload}", "Payloads that the trace agent has not acknowledged.");
    private static readonly ObservedSum _waitingBytes = new("segue.agent.waiting_bytes", "By", "Memory of the payloads that the trace agent has not acknowledged, and of the one that is being filled.");

    private static AgentFailure? _lastFailure;

    /// <summary>What the trace agent, or the way to it, last failed with, e.g. <c>HTTP 503</c>; stays when it works again; <see langword="null"/> while it never failed.</summary>
    public static string? LastAgentError => Volatile.Read(ref _lastFailure)?.Reason;

    /// <summary>When that was, in UTC; <see langword="null"/> while the agent never failed.</summary>
    public static DateTimeOffset? LastAgentErrorTime => Volatile.Read(ref _lastFailure)?.Time;

    /// <summary>Counts spans that were started.</summary>
    /// <param name="count">Number of spans.</param>
    public static void SpansStarted(long count) => Add(_started, count, default);

    /// <summary>Counts spans that have ended.</summary>
    /// <param name="count">Number of spans.</param>
    public static void SpansFinished(long count) => Add(_finished, count, default);

    /// <summary>Counts spans that ended after their trace had left.</summary>
    /// <param name="count">Number of spans.</param>
    public static void SpansLate(long count) => Add(_late, count, default);

    /// <summary>Counts a chunk that left before its trace was finished.</summary>
    /// <param name="reason">Why, in lower snake case, e.g. <c>partial</c>.</param>
    public static void TraceSplit(string reason) => Add(_split, 1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts a trace whose open spans are no longer waited for.</summary>
    /// <param name="reason">Why, in lower snake case, e.g. <c>age</c>.</param>
    public static void TraceAbandoned(string reason) => Add(_abandoned, 1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts the bytes of a payload that was acknowledged.</summary>
    /// <param name="count">Number of bytes.</param>
    public static void AgentBytes(long count) => Add(_bytes, count, default);

    /// <summary>Counts a request that repeats one which failed.</summary>
    public static void AgentRetry() => Add(_retries, 1, default);

    /// <summary>Counts a request that was not accepted.</summary>
    /// <param name="reason">What failed; kept as <see cref="LastAgentError"/>.</param>
    public static void AgentError(string reason)
    {
        Volatile.Write(ref _lastFailure, new AgentFailure(reason, DateTimeOffset.UtcNow));
        Add(_errors, 1, default);
    }

    /// <summary>Adds a queue to the gauge <c>segue.queue.depth</c>.</summary>
    /// <param name="depth">Tells how many wait in it; called by whoever listens, from any thread.</param>
    /// <returns>Takes it out again when disposed.</returns>
    public static IDisposable ObserveQueue(Func<long> depth) => _depth.Add(depth);

    /// <summary>Adds an exit to the gauges <c>segue.agent.waiting</c> and <c>segue.agent.waiting_bytes</c>.</summary>
    /// <param name="payloads">Tells how many of its payloads wait; called by whoever listens, from any thread.</param>
    /// <param name="bytes">Tells what memory they take; called likewise.</param>
    /// <returns>Takes it out again when disposed.</returns>
    public static IDisposable ObserveWaiting(Func<long> payloads, Func<long> bytes) => new ObservedPair(_waiting.Add(payloads), _waitingBytes.Add(bytes));

    /// <summary>Counts a payload that was ended in order to be sent.</summary>
    /// <param name="reason">What ended it, in lower snake case, e.g. <c>interval</c>.</param>
    public static void AgentFlush(string reason) => Add(_flushes, 1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts spans that will not leave the process.</summary>
    /// <param name="count">Number of spans.</param>
    /// <param name="reason">Why, in lower snake case, e.g. <c>queue_full</c>.</param>
    public static void SpansDropped(long count, string reason) => Add(_dropped, count, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts spans that the trace agent acknowledged.</summary>
    /// <param name="count">Number of spans.</param>
    public static void SpansSent(long count) => Add(_sent, count, default);

    /// <summary>Counts one request to the trace agent.</summary>
    /// <param name="outcome">What became of it, in lower snake case, e.g. <c>accepted</c>.</param>
    public static void AgentRequest(string outcome) => Add(_requests, 1, new KeyValuePair<string, object?>("outcome", outcome));

    internal static void MisuseSeen(string kind) => Add(_misuse, 1, new KeyValuePair<string, object?>("kind", kind));

    private static void Add(Counter<long> counter, long count, KeyValuePair<string, object?> tag)
    {
        try
        {
            if (tag.Key is null) counter.Add(count);
            else counter.Add(count, tag);
        }
        catch (Exception e)
        {
            // A meter listener of the application that throws.
            SegueEventSource.Log.Failure("Counting", e.Message);
        }
    }

    private sealed class AgentFailure(string reason, DateTimeOffset time)
    {
        internal string Reason { get; } = reason;

        internal DateTimeOffset Time { get; } = time;
    }

    private sealed class ObservedSum
    {
        private readonly List<Func<long>> _parts = [];

        internal ObservedSum(string name, string unit, string description) => _meter.CreateObservableGauge(name, Read, unit, description);

        internal IDisposable Add(Func<long> part)
        {
            lock (_parts) _parts.Add(part);
            return new Observed(this, part);
        }

        internal void Remove(Func<long> part)
        {
            lock (_parts) _parts.Remove(part);
        }

        private long Read()
        {
            long sum = 0;
            lock (_parts)
            {
                foreach (var part in _parts) sum += part();
            }

            return sum;
        }
    }

    private sealed class Observed(ObservedSum sum, Func<long> part) : IDisposable
    {
        public void Dispose() => sum.Remove(part);
    }

    private sealed class ObservedPair(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
