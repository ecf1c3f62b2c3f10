using System.Diagnostics;
using OpenTelemetry;
using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>The worker's part.</summary>
internal sealed partial class TraceProcessor
{
    private void Leave(TraceChunk chunk)
    {
        var count = chunk.Count;
        EnterExit();
        try
        {
            _exit.Write(chunk, ParentProvider?.GetResource());
        }
        catch (Exception e)
        {
            CountFailed(count, e);
        }
        finally
        {
            LeaveExit();
        }
    }

    // Nothing may escape from here: it would end the process.
    private void Run()
    {
        using var suppressed = SuppressInstrumentationScope.Begin();
        var wait = TimeSpan.Zero;
        while (true)
        {
            _wake.WaitOne(wait);
            // Stopped in the midst of a round, it needs another: that one lets go what is held.
            var closing = Volatile.Read(ref _isStopping);
            try
            {
                wait = Round(closing);
                if (closing && _ring.Head == _ring.Tail && TryEnd()) break;
            }
            catch (Exception e)
            {
                SegueEventSource.Log.Failure("The exporter's worker", e.ToString());
                wait = _interval;
            }
        }

        _ring.Close();
        lock (_progress)
        {
            _served = long.MaxValue;
            Monitor.PulseAll(_progress);
        }
    }

    private bool TryEnd()
    {
        EnterExit();
        try
        {
            if (_exit.Seal() != _exit.Settled) return false;
            _exit.Dispose();
            return true;
        }
        finally
        {
            LeaveExit();
        }
    }

    private TimeSpan Round(bool closing)
    {
        long ticket;
        lock (_progress) ticket = _asked;
        if (closing) EndDirectWay();
        var flushing = ticket > _flushed || closing;
        // Nobody is waited for twice: the flush is over then, and says that something is missing.
        if (flushing && !_open.HandOverAll(_take)) Volatile.Write(ref _incomplete, ticket);
        // Not before: what ended until now still leaves.
        if (closing) _ring.Close();
        Drain(_ring.Tail);
        if (Interlocked.Exchange(ref _lost, 0) != 0) _assembler.ForgetAll("lost");
        var now = Now();
        _assembler.Age(now);
        Sweep(now);

        if (flushing) _assembler.LeaveAll(closing ? "stopped" : "flush");
        TimeSpan wait;
        EnterExit();
        try
        {
            if (flushing) Seal(ticket);
            if (closing) _exit.Hurry();
            wait = _exit.Pump();
            Serve();
        }
        finally
        {
            LeaveExit();
        }

        var idle = _assembler.TraceCount == 0 && _ring.Head == _ring.Tail ? _idleInterval : _interval;
        return wait < idle ? wait : idle;
    }

    private void Seal(long ticket)
    {
        var payload = _exit.Seal();
        // One for each payload, however often somebody flushes while the agent is away.
        if (_flushes.Count > 0 && _flushes[_flushes.Count - 1].Payload == payload) _flushes.RemoveAt(_flushes.Count - 1);
        _flushes.Add((ticket, payload));
        _flushed = ticket;
    }

    // Traces whose spans neither start nor end any more are forgotten, those too that nothing was held of.
    private void Sweep(TimeSpan now)
    {
        var seconds = (int)now.TotalSeconds;
        _open.Tick(seconds);
        if (seconds != _handedAt)
        {
            // From then on the worker sees to their age, their memory and their number.
            _handedAt = seconds;
            _open.HandOver(HeldSeconds, _take);
        }

        if (now - _sweptAt < _sweep) return;
        _sweptAt = now;
        for (var left = _open.FreeSilent(_limits.Age, _isKnown); left > 0; left--) SegueMeter.TraceAbandoned("age");
    }

    private void Drain(long target)
    {
        var now = Now();
        var spin = default(SpinWait);
        while (_ring.Head < target)
        {
            if (!_ring.TryTake(out var item))
            {
                spin.SpinOnce();
                continue;
            }

            if (item is string ended)
            {
                _assembler.Ended(ended);
            }
            else if (item is HeldSpans held)
            {
                OpenTraces.GiveEach(held, _take);
            }
            else if (item is not ToldSpan told)
            {
                var span = (Activity)item;
                _open.HandOverIfOverfull(span.TraceId.ToHexString(), _take);
                Take(span, now);
            }
            else if (told.Ended is { } ownSpan)
            {
                _finished++;
                _assembler.Finished(ownSpan);
            }
            else
            {
                _assembler.Started(told.StartedIn!, now);
            }
        }

        var started = _open.Started - _reportedStarts;
        _reportedStarts += started;
        if (started > 0) SegueMeter.SpansStarted(started);
        var finished = _finished + Volatile.Read(ref _direct) - _reportedFinished;
        _reportedFinished += finished;
        if (finished > 0) SegueMeter.SpansFinished(finished);
        if (_saidFull != 0 && _ring.Tail - _ring.Head < _ring.Capacity / 2) Volatile.Write(ref _saidFull, 0);
    }

    private void Take(Activity span, TimeSpan now)
    {
        _finished++;
        _assembler.FinishedAmongCounted(span, now);
    }

    private void EndDirectWay()
    {
        _open.Close();
        EnterExit();
        Volatile.Write(ref _isDirect, false);
        LeaveExit();
    }

    private void Serve()
    {
        var settled = _exit.Settled;
        if (_assembler.HeldSpans == 0 && _exit.Begun == settled)
        {
            Volatile.Write(ref _settledPosition, _ring.Head);
            Volatile.Write(ref _settledDirect, _direct);
        }

        if (_flushes.Count == 0 || _flushes[0].Payload > settled) return;
        lock (_progress)
        {
            while (_flushes.Count > 0 && _flushes[0].Payload <= settled)
            {
                _served = _flushes[0].Ticket;
                _flushes.RemoveAt(0);
            }

            Monitor.PulseAll(_progress);
        }
    }

    private TimeSpan Now() => TimeSpan.FromSeconds((_clock.GetTimestamp() - _startTimestamp) / (double)_clock.TimestampFrequency);
}
