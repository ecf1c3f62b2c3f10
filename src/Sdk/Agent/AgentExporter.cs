using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Segue.Diagnostics;
using Segue.Processing;
using Segue.Sampling;

namespace Segue.Agent;

/// <summary>Sends spans to a Datadog trace agent as <c>/v0.4/traces</c>, one chunk for each trace of a batch.</summary>
/// <remarks>
/// <para>Called by one worker at a time. A payload that can't be delivered is tried three times in all and then dropped, counted and said once.</para>
/// </remarks>
internal sealed class AgentExporter : BaseExporter<Activity>
{
    internal const int Tries = 3;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(100);

    private readonly Uri _agent;
    private readonly Func<Resource?, ServiceIdentity> _identify;
    private readonly AgentTransport _transport;
    private readonly PayloadBuffer _buffer = new();
    private readonly TraceChunks _chunks = new();
    private readonly AgentRates? _rates;
    private ServiceIdentity? _identity;
    private V04Encoder? _encoder;
    private bool _failing;

    internal AgentExporter(Uri agent, Func<Resource?, ServiceIdentity> identify, AgentRates? rates = null)
    {
        _agent = agent;
        _identify = identify;
        _rates = rates;
        _transport = new AgentTransport(agent);
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        // The resource is known only once a provider has taken the exporter over.
        _identity ??= _identify(ParentProvider?.GetResource());
        _encoder ??= new V04Encoder(_buffer, _identity);
        try
        {
            foreach (var activity in batch) _chunks.Add(activity);
            return SendChunks() ? ExportResult.Success : ExportResult.Failure;
        }
        finally
        {
            _chunks.Clear();
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _transport.Stop();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _transport.Dispose();
        base.Dispose(disposing);
    }

    private bool SendChunks()
    {
        var sent = true;
        int chunkCount = 0, spanCount = 0;
        _encoder!.Begin();
        foreach (var chunk in _chunks)
        {
            var position = _buffer.Position;
            if (!TryWrite(chunk, position)) continue;
            if (_buffer.Position - position > Limits.PayloadBytes)
            {
                _buffer.Rewind(position);
                SegueMeter.SpansDropped(chunk.Count, "payload_too_large");
                SegueEventSource.Log.Failure("Encoding", "A trace of " + chunk.Count + " spans is larger than a payload may be and was dropped.");
                continue;
            }

            if (_buffer.Position > Limits.PayloadBytes)
            {
                // One too many: send what was there before it, then write it again into an empty payload.
                _buffer.Rewind(position);
                sent &= Send(chunkCount, spanCount);
                chunkCount = spanCount = 0;
                _encoder.Begin();
                if (!TryWrite(chunk, _buffer.Position)) continue;
            }

            chunkCount++;
            spanCount += chunk.Count;
        }

        return Send(chunkCount, spanCount) & sent;
    }

    // A tag can hold any object, and its ToString anything: that one trace is lost, not its neighbours.
    private bool TryWrite(List<Activity> chunk, int position)
    {
        try
        {
            _encoder!.Write(chunk);
            return true;
        }
        catch (Exception e)
        {
            _buffer.Rewind(position);
            SegueMeter.SpansDropped(chunk.Count, "encoding_failed");
            SegueEventSource.Log.Failure("Encoding", e.ToString());
            return false;
        }
    }

    private bool Send(int chunkCount, int spanCount)
    {
        if (chunkCount == 0) return true;
        _encoder!.End(chunkCount);
        var pause = _firstPause;
        for (var attempt = 1; ; attempt++)
        {
            var response = _transport.Send(_buffer.Bytes, _buffer.Position, chunkCount);
            SegueMeter.AgentRequest(response.Outcome switch { AgentOutcome.Accepted => "accepted", AgentOutcome.TryAgain => "unavailable", _ => "refused" });
            if (response.Outcome == AgentOutcome.Accepted)
            {
                SegueMeter.SpansSent(spanCount);
                if (response.Body is not null) _rates?.Update(response.Body, _identity!.Service, _identity.Env);
                if (_failing) SegueEventSource.Log.ExitRecovered(_agent.ToString());
                _failing = false;
                return true;
            }

            if (response.Outcome == AgentOutcome.TryAgain && attempt < Tries && _transport.Pause(pause))
            {
                pause += pause;
                continue;
            }

            if (!_failing) SegueEventSource.Log.ExitFailing(_agent.ToString(), response.Reason);
            _failing = true;
            SegueMeter.SpansDropped(spanCount, response.Outcome == AgentOutcome.Refused ? "agent_refused" : "agent_unavailable");
            return false;
        }
    }
}
