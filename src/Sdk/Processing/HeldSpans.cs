using System.Diagnostics;

namespace Segue.Processing;

/// <summary>The first finished spans of one open trace, kept where its threads can reach them, so that a short trace needs no worker.</summary>
/// <remarks>
/// <para>A thread claims a number and fills the slot of that number. Whoever takes the spans, the thread that ends the last of the trace or the worker, closes the
/// numbers by the same exchange; all that ends after that goes to the worker.</para>
/// <para>Threads and cost: <see cref="TryHold"/> from any thread, one exchange; used again for other traces.</para>
/// </remarks>
/// <param name="capacity">How many.</param>
/// <param name="owner">Stands for whose traces it is used for.</param>
internal sealed class HeldSpans(int capacity, object? owner = null) : TraceChunk(capacity)
{
    // A thread that was stopped for good must not stop the worker as well. Turns too: where all of the process was stopped, time has passed and nobody was waited for.
    private const int PatienceMilliseconds = 1_000;
    private const int PatienceTurns = 200;

    // Numbers from here on are nobody's; each of the two has room for those that are claimed in vain.
    private const int Idle = 1 << 29;
    private const int Taken = 1 << 30;

    private int _claims = Idle;

    internal object? Owner => owner;

    /// <summary>Whether more was to be held than there is room for.</summary>
    internal bool IsOverfull => Volatile.Read(ref _claims) is var claims && claims > Capacity && claims < Idle;

    /// <summary>Whether it holds something.</summary>
    internal bool IsFilled => Volatile.Read(ref _claims) is > 0 and < Idle;

    /// <summary>Whether it holds nothing and nobody has taken it.</summary>
    internal bool IsIdle => Volatile.Read(ref _claims) is >= Idle and < Taken;

    /// <summary>Whether somebody has taken the spans and is not through with them.</summary>
    internal bool IsTaken => Volatile.Read(ref _claims) >= Taken;

    /// <summary>Begins to hold spans of a trace; not while somebody still has those of another.</summary>
    internal bool TryOpen()
    {
        var claims = Volatile.Read(ref _claims);
        return claims is >= Idle and < Taken && Interlocked.CompareExchange(ref _claims, 0, claims) == claims;
    }

    /// <summary>Holds nothing after all, unless it does already.</summary>
    internal void Close() => Interlocked.CompareExchange(ref _claims, Idle, 0);

    /// <summary>Holds a span; false when there is no room left, or none is wanted.</summary>
    internal bool TryHold(Activity span)
    {
        if (Volatile.Read(ref _claims) >= Idle) return false;
        var number = Interlocked.Increment(ref _claims) - 1;
        if (number >= Capacity) return false;
        Put(number, span);
        return true;
    }

    /// <summary>Takes the spans from everybody else, until <see cref="GiveBack"/>.</summary>
    /// <param name="isWhole">Whether none of those that were to be held is missing.</param>
    internal bool TryTake(out bool isWhole)
    {
        isWhole = false;
        int claims;
        do
        {
            claims = Volatile.Read(ref _claims);
            if (claims >= Idle) return false;
        }
        while (Interlocked.CompareExchange(ref _claims, Taken, claims) != claims);

        isWhole = claims <= Capacity;
        Count = Math.Min(claims, Capacity);
        return true;
    }

    /// <summary>Whether nobody who has claimed a number is about to fill its slot; must be taken.</summary>
    internal bool IsSettled
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                if (!HasPut(i)) return false;
            }

            return true;
        }
    }

    /// <summary>Waits for those that have claimed a number and are about to fill its slot; the worker's.</summary>
    internal void AwaitSpans() => Await(() => IsSettled);

    /// <summary>Waits for what another thread is just doing, which is soon done unless that thread was stopped.</summary>
    /// <returns>Whether it is done.</returns>
    internal static bool Await(Func<bool> isDone)
    {
        var spin = default(SpinWait);
        var watch = Stopwatch.StartNew();
        while (!isDone())
        {
            if (spin.Count >= PatienceTurns && watch.ElapsedMilliseconds >= PatienceMilliseconds) return false;
            spin.SpinOnce();
        }

        return true;
    }

    /// <summary>Lets another trace use it.</summary>
    internal void GiveBack()
    {
        Clear();
        Volatile.Write(ref _claims, Idle);
    }
}
