using Segue.Diagnostics;

namespace Segue.Agent;

/// <summary>Sends payloads one after the other, in order; each until the agent acknowledges or refuses it, or patience with it has ended.</summary>
/// <remarks>
/// <para>Used by one thread at a time, which never waits here: a request runs by itself and wakes the worker when it is done. A payload that was acknowledged is never
/// offered again; one that was not yet offered at all takes more chunks, so that waiting long makes large payloads rather than many.</para>
/// </remarks>
internal sealed class PayloadSender(AgentTransport transport, AgentExitSettings settings, Action<AgentResponse> accepted)
{
    private readonly Queue<Payload> _waiting = new();
    private readonly Stack<Payload> _spare = new();
    private readonly long _start = settings.Clock.GetTimestamp();
    private readonly string _agent = settings.Agent.ToString();
    private Task<AgentResponse>? _underWay;
    private TimeSpan _due;
    private TimeSpan _failingSince;
    private int _failed;
    private Payload? _last;
    private long _heldBytes;
    private int _count;
    private int _tries = settings.Retry.Tries;
    private bool _saidFailing;

    internal Action Wake { get; set; } = static () => { };

    internal long Added { get; private set; }

    internal long Settled { get; private set; }

    /// <summary>Number of the payloads that wait, the one under way included; read by any thread.</summary>
    internal int Waiting => Volatile.Read(ref _count);

    /// <summary>Memory of the payloads that wait; read by any thread.</summary>
    internal long HeldBytes => Volatile.Read(ref _heldBytes);

    /// <summary>The payload that waits last, while it was not offered and is not large enough by itself.</summary>
    internal Payload? Extendable => _last is { } last && last.Buffer.Position < Limits.EagerBytes ? last : null;

    internal TimeSpan Now => TimeSpan.FromSeconds((settings.Clock.GetTimestamp() - _start) / (double)settings.Clock.TimestampFrequency);

    internal Payload Rent() => _spare.Count > 0 ? _spare.Pop() : new Payload();

    internal void Add(Payload payload)
    {
        _waiting.Enqueue(payload);
        _last = payload;
        Added++;
        Recount();
    }

    /// <summary>Ends the payload that waits last: nothing more fits into it.</summary>
    internal void CloseLast() => _last = null;

    /// <summary>Gives a payload back in which nothing is.</summary>
    internal void Return(Payload payload)
    {
        payload.Chunks = payload.Spans = 0;
        payload.Buffer.Clear();
        if (_spare.Count < 2) _spare.Push(payload);
    }

    /// <summary>Must be told when a payload that waits was extended.</summary>
    internal void Recount()
    {
        long held = 0;
        foreach (var payload in _waiting) held += payload.Buffer.Capacity;
        Volatile.Write(ref _heldBytes, held);
        Volatile.Write(ref _count, _waiting.Count);
    }

    /// <summary>Tries only a few times more, and at once.</summary>
    internal void Hurry()
    {
        _tries = Math.Min(_tries, RetryPolicy.HurriedTries);
        if (_due > Now) _due = Now;
    }

    /// <summary>Sees through what is done and begins what is due.</summary>
    /// <returns>How long there is nothing to do.</returns>
    internal TimeSpan Pump()
    {
        while (true)
        {
            if (_underWay is { } request)
            {
                if (!request.IsCompleted) return TimeSpan.MaxValue;
                _underWay = null;
                // It never fails: the transport answers in every case.
                See(request.GetAwaiter().GetResult());
            }

            if (_waiting.Count == 0) return TimeSpan.MaxValue;
            var left = _due - Now;
            if (left > TimeSpan.Zero && !transport.IsStopped) return left;
            if (_failed > 0) SegueMeter.AgentRetry();
            var payload = _waiting.Peek();
            if (payload == _last) _last = null;
            _underWay = transport.SendAsync(payload);
            if (!_underWay.IsCompleted) _underWay.ContinueWith(static (_, wake) => ((Action)wake!)(), Wake, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void See(AgentResponse response)
    {
        SegueMeter.AgentRequest(response.Outcome switch { AgentOutcome.Accepted => "accepted", AgentOutcome.TryAgain => "unavailable", _ => "refused" });
        if (response.Outcome == AgentOutcome.Accepted)
        {
            var payload = _waiting.Peek();
            SegueMeter.SpansSent(payload.Spans);
            SegueMeter.AgentBytes(payload.Buffer.Position);
            if (_saidFailing) SegueEventSource.Log.ExitRecovered(_agent);
            _saidFailing = false;
            Settle();
            accepted(response);
            return;
        }

        if (_failed++ == 0) _failingSince = Now;
        SegueMeter.AgentError(response.Reason);
        var again = response.Outcome == AgentOutcome.TryAgain && _failed < _tries && Now - _failingSince < settings.Retry.Patience && !transport.IsStopped;
        if (!_saidFailing && (!again || _failed >= RetryPolicy.HurriedTries))
        {
            _saidFailing = true;
            SegueEventSource.Log.ExitFailing(_agent, response.Reason);
        }

        if (again)
        {
            // It takes no more chunks and may wait for long.
            _waiting.Peek().Buffer.Trim(0);
            Recount();
            _due = Now + settings.Retry.PauseAfter(_failed);
            return;
        }

        SegueMeter.SpansDropped(_waiting.Peek().Spans, response.Outcome == AgentOutcome.Refused ? "agent_refused" : "agent_unavailable");
        Settle();
    }

    private void Settle()
    {
        var payload = _waiting.Dequeue();
        Settled++;
        _failed = 0;
        _due = TimeSpan.Zero;
        Return(payload);
        Recount();
    }
}
