using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>The way without the worker.</summary>
internal sealed partial class TraceProcessor
{
    // Whoever comes while the exit is used does not wait for it.
    private bool TryWrite(HeldSpans held, string traceId)
    {
        if (!Volatile.Read(ref _isDirect) || !AreOf(held, traceId) || Interlocked.CompareExchange(ref _user, 1, 0) != 0) return false;
        var count = held.Count;
        try
        {
            if (!_isDirect || !_exit.TryWrite(held)) return false;
            Volatile.Write(ref _direct, _direct + count);
        }
        catch (Exception e)
        {
            Volatile.Write(ref _direct, _direct + count);
            CountFailed(count, e);
        }
        finally
        {
            Volatile.Write(ref _user, 0);
        }

        held.GiveBack();
        return true;
    }

    private void Give(HeldSpans held, string traceId)
    {
        for (var i = 0; i < held.Count; i++)
        {
            // Never filled, or of another trace: of a thread that was held up for longer than its trace was waited for.
            if (held[i] is not { } span) SegueMeter.SpansDropped(1, "export_failed");
            else if (!Add(ReferenceEquals(span.TraceId.ToHexString(), traceId) ? span : new ToldSpan(null, span))) CountRefused();
        }

        held.GiveBack();
        Add(traceId);
    }

    private static bool AreOf(HeldSpans held, string traceId)
    {
        for (var i = 0; i < held.Count; i++)
        {
            if (held[i] is not { } span || !ReferenceEquals(span.TraceId.ToHexString(), traceId)) return false;
        }

        return true;
    }

    // The worker's: it waits for a thread that is just writing, which is soon done.
    private void EnterExit()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _user, 1, 0) != 0) spin.SpinOnce();
    }

    private void LeaveExit() => Volatile.Write(ref _user, 0);

    private void CountFailed(int count, Exception e)
    {
        SegueMeter.SpansDropped(count, "export_failed");
        SegueEventSource.Log.Failure("Export", e.ToString());
    }
}
