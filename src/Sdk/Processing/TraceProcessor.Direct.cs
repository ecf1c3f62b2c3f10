using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>The way without the worker.</summary>
internal sealed partial class TraceProcessor
{
    // Spans go from where they are held to the exit or into the ring, so that what is held is looked at first.
    private bool IsSettled => !_open.HoldsAny() && Volatile.Read(ref _settledDirect) == Volatile.Read(ref _direct) && Volatile.Read(ref _settledPosition) == _ring.Tail;

    private void LeavePlace(int place, string traceId)
    {
        var held = _open.HeldAt(place);
        if (held is null || !held.TryTake(out var isWhole))
        {
            // The worker has what was held.
            Add(traceId);
            _open.Free(place, traceId, held);
            return;
        }

        var isPassedOn = false;
        try
        {
            if (!held.IsSettled) isPassedOn = PassOn(held);
            else if (isWhole && TryWrite(held, traceId)) return;
            else Give(held, traceId);
            Add(traceId);
        }
        finally
        {
            if (!isPassedOn) held.GiveBack();
            _open.Free(place, traceId, held);
        }
    }

    // Whoever comes while the exit is used does not wait for it.
    private bool TryWrite(HeldSpans held, string traceId)
    {
        if (held.Count == 0 || !Volatile.Read(ref _isDirect) || Volatile.Read(ref _isAwaited) || !AreOf(held, traceId) || Interlocked.CompareExchange(ref _user, 1, 0) != 0) return false;
        var count = held.Count;
        Exception? failure = null;
        try
        {
            var isWritten = _isDirect && _exit.TryWrite(held);
            // Those count as well that it took out.
            Volatile.Write(ref _direct, _direct + count - (isWritten ? 0 : held.Count));
            if (!isWritten) return false;
        }
        catch (Exception e)
        {
            Volatile.Write(ref _direct, _direct + count);
            failure = e;
        }
        finally
        {
            Volatile.Write(ref _user, 0);
        }

        // Whoever listens takes his time, in which others may use the exit.
        if (failure is not null) CountFailed(count, failure);
        return true;
    }

    private void Give(HeldSpans held, string traceId)
    {
        for (var i = 0; i < held.Count; i++)
        {
            // That of another trace was held by a thread which was stopped for longer than its own trace was waited for.
            var span = held[i];
            if (!Add(ReferenceEquals(span.TraceId.ToHexString(), traceId) ? span : new ToldSpan(null, span))) CountRefused(1);
        }
    }

    // A thread that was told its span's start is about to put it there, and only the worker may wait.
    private bool PassOn(HeldSpans held)
    {
        if (!Add(held)) CountRefused(held.Count);
        return true;
    }

    private static bool AreOf(HeldSpans held, string traceId)
    {
        for (var i = 0; i < held.Count; i++)
        {
            if (!ReferenceEquals(held[i].TraceId.ToHexString(), traceId)) return false;
        }

        return true;
    }

    internal bool IsExitInUse => Volatile.Read(ref _user) != 0;

    // The worker's: it waits for a thread that is just writing, which is soon done, and for no other after that.
    private void EnterExit()
    {
        if (Interlocked.CompareExchange(ref _user, 1, 0) == 0) return;
        Volatile.Write(ref _isAwaited, true);
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _user, 1, 0) != 0) spin.SpinOnce();
        Volatile.Write(ref _isAwaited, false);
    }

    private void LeaveExit() => Volatile.Write(ref _user, 0);

    private void CountFailed(int count, Exception e)
    {
        SegueMeter.SpansDropped(count, "export_failed");
        SegueEventSource.Log.Failure("Export", Describe(e));
    }

    private static string Describe(Exception e)
    {
        try
        {
            return e.ToString();
        }
        catch (Exception)
        {
            return e.GetType().ToString();
        }
    }
}
