using System.Diagnostics;
using OpenTelemetry;
using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>Brings spans from the threads that trace to an exit, trace by trace.</summary>
/// <remarks>
/// <para>A thread that traces counts the spans that start and holds those that end. The one that ends the last of a short trace writes it to the exit, while nobody
/// else does; else the worker does it: each span, and the trace id after the last, then go through a ring. No lock and no wait, and nothing allocated by a thread that ends the traces which it starts. When the ring is full
/// the newest are dropped and counted; the worker then lets go what it holds, since counts of open spans can't be relied on.</para>
/// </remarks>
internal sealed partial class TraceProcessor : BaseProcessor<Activity>
{
    internal const int DefaultCapacity = 131_072;

    // Spans of a trace that are written by the thread which ends it; more would keep that thread.
    internal const int DirectSpans = 32;

    // How long a trace with finished spans is open before the worker takes them over; the first of these seconds may have begun before the trace.
    internal const int HeldSeconds = 2;

    // So many starts and ends wake the worker before its time.
    internal const int WakeEvery = 1_024;

    // What a process waits for at most when it exits.
    internal const int ExitFlushMilliseconds = 5_000;

    // What a flush without a bound of its own waits for: an agent that is away is tried for minutes.
    internal const int LongestFlushMilliseconds = 30_000;

    private const int CancelMilliseconds = 250;

    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _sweep = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _idleInterval = TimeSpan.FromSeconds(1);

    // Written by traced threads.
    private readonly SpanRing _ring;
    private readonly OpenTraces _open;
    private int _lost;
    private int _saidFull;

    // Whoever is alone at it.
    private readonly IChunkExit _exit;

    // Owned by the worker.
    private readonly Thread _worker;
    private readonly TraceAssembler _assembler;
    private readonly TimeProvider _clock;
    private readonly long _startTimestamp;
    private readonly AssemblyLimits _limits;
    private readonly Func<string, bool> _isKnown;
    private long _reportedStarts;
    private TimeSpan _sweptAt;
    private readonly List<(long Ticket, long Payload)> _flushes = [];
    private readonly IDisposable _depth;
    private readonly EventHandler? _exitHandler;
    private readonly Action<Activity> _take;
    private long _finished;
    private long _reportedFinished;
    private int _handedAt;
    private long _flushed;

    // Between them.
    private readonly AutoResetEvent _wake = new(false);
    private readonly object _progress = new();
    private long _asked;
    private long _served;
    private long _incomplete;
    private long _settledPosition;
    private long _settledDirect;
    private bool _isStopping;

    // Whether somebody uses the exit; and what was written to it other than by the worker.
    private int _user;
    private bool _isAwaited;
    private bool _isDirect;
    private long _direct;

    /// <param name="exit">Where the chunks go.</param>
    /// <param name="limits">When a trace that is not finished leaves in parts.</param>
    /// <param name="capacity">Starts and ends that wait for the worker at most.</param>
    /// <param name="clock">Time that passes.</param>
    /// <param name="flushAtProcessExit">Whether it flushes by itself when the process exits, since nobody may dispose its provider.</param>
    internal TraceProcessor(IChunkExit exit, AssemblyLimits? limits = null, int capacity = DefaultCapacity, TimeProvider? clock = null, bool flushAtProcessExit = false)
    {
        _exit = exit;
        _clock = clock ?? TimeProvider.System;
        _startTimestamp = _clock.GetTimestamp();
        _ring = new SpanRing(capacity);
        _limits = limits ?? new AssemblyLimits();
        _isDirect = exit.IsDirect;
        _open = new OpenTraces(_isDirect ? _limits.PartialSpans > 0 ? Math.Min(DirectSpans, _limits.PartialSpans - 1) : DirectSpans : 0);
        _assembler = new TraceAssembler(Leave, _limits, _open.TryGiveUp);
        _isKnown = _assembler.Knows;
        _take = span =>
        {
            // It was nowhere that a flush looks, and is with the assembler now.
            Volatile.Write(ref _settledPosition, -1);
            Take(span, Now());
        };
        _depth = SegueMeter.ObserveQueue(() => _ring.Tail - _ring.Head);
        exit.Attach(() => _wake.Set());
        _worker = new Thread(Run) { IsBackground = true, Name = "Segue exporter" };
        // The worker must not carry whatever span or baggage is current where tracing is started.
        if (ExecutionContext.IsFlowSuppressed()) _worker.Start();
        else
        {
            using (ExecutionContext.SuppressFlow()) _worker.Start();
        }

        if (!flushAtProcessExit) return;
        // Not a shutdown: whoever owns the provider may still trace, and dispose it, while the process exits.
        _exitHandler = (_, _) => ForceFlush(ExitFlushMilliseconds);
        AppDomain.CurrentDomain.ProcessExit += _exitHandler;
    }

    internal int WaitingFlushes => _flushes.Count;

    internal OpenTraces Open => _open;

    public override void OnStart(Activity data)
    {
        var traceId = data.TraceId.ToHexString();
        if (!_open.TryStart(data, traceId)) Add(new ToldSpan(traceId, null));
    }

    public override void OnEnd(Activity data)
    {
        var traceId = data.TraceId.ToHexString();
        var place = _open.Find(traceId);
        if (place == OpenTraces.None)
        {
            if (!Add(new ToldSpan(null, data))) CountRefused(1);
            return;
        }

        // The worker can have every span of a trace before it hears of the last end.
        if (!_open.TryHold(place, data) && !Add(data)) CountRefused(1);
        if (_open.End(place)) LeavePlace(place, traceId);
    }

    private void CountRefused(int count)
    {
        var closed = _ring.IsClosed;
        SegueMeter.SpansDropped(count, closed ? "stopped" : "queue_full");
        if (!closed && Interlocked.Exchange(ref _saidFull, 1) == 0) SegueEventSource.Log.QueueFull(_exit.Name, _ring.Capacity);
    }

    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        if (IsSettled) return true;
        timeoutMilliseconds = FlushBound(timeoutMilliseconds);
        var watch = Stopwatch.StartNew();
        lock (_progress)
        {
            var ticket = ++_asked;
            _wake.Set();
            while (_served < ticket)
            {
                if (!Monitor.Wait(_progress, Left(timeoutMilliseconds, watch))) break;
            }

            return _served >= ticket && ticket > Volatile.Read(ref _incomplete);
        }
    }

    /// <summary>Starts to stop and leaves the waiting to <see cref="EndShutdown"/>: a provider stops its exits one by one, and this one must not use up the time of the others.</summary>
    internal void BeginShutdown()
    {
        AppDomain.CurrentDomain.ProcessExit -= _exitHandler;
        Volatile.Write(ref _isStopping, true);
        _wake.Set();
    }

    internal bool EndShutdown(int timeoutMilliseconds)
    {
        var drained = _worker.Join(timeoutMilliseconds);
        if (!drained)
        {
            // Held up, the worker may not have come to it.
            _ring.Close();
            _exit.Cancel();
            _wake.Set();
            // What it gives up on is counted before this returns.
            _worker.Join(CancelMilliseconds);
        }

        return drained;
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        if (Volatile.Read(ref _isStopping)) return true;
        BeginShutdown();
        return EndShutdown(timeoutMilliseconds);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            BeginShutdown();
            EndShutdown(0);
            _depth.Dispose();
        }

        base.Dispose(disposing);
    }

    internal static int FlushBound(int timeoutMilliseconds) => timeoutMilliseconds == Timeout.Infinite ? LongestFlushMilliseconds : timeoutMilliseconds;

    private static int Left(int timeoutMilliseconds, Stopwatch watch) => (int)Math.Max(0, timeoutMilliseconds - watch.ElapsedMilliseconds);

    private bool Add(object item)
    {
        if (_ring.TryAdd(item, out var position))
        {
            if ((position & (WakeEvery - 1)) == WakeEvery - 1) _wake.Set();
            return true;
        }

        Volatile.Write(ref _lost, 1);
        return false;
    }
}
