using System.Diagnostics.Metrics;

namespace Segue.Diagnostics;

/// <summary>Counts what Segue drops, ignores and sends; nothing is lost silently.</summary>
/// <remarks>
/// <para>Shape: the meter <see cref="Name"/> with <c>segue.spans.dropped</c> (tag <c>reason</c>), <c>segue.spans.sent</c>,
/// <c>segue.misuse</c> (tag <c>kind</c>) and <c>segue.agent.requests</c> (tag <c>outcome</c>).</para>
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
}
