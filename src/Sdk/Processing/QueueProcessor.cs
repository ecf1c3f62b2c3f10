using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Processing;

/// <summary>Hands finished spans to an exporter on a thread of its own, through a bounded queue that drops the newest.</summary>
internal sealed class QueueProcessor : BaseExportProcessor<Activity>
{
    internal const int DefaultCapacity = 16_384;
    internal const int BatchSize = 1_024;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // Written by traced threads.
    private readonly ConcurrentQueue<Activity> _queue = new();
    private readonly int _capacity;
    private readonly string _exit;
    private readonly bool _takesRejected;
    private int _queued;
    private int _saidFull;
    // Counted before the span is in the queue: a flush may wait for one more than was finished before it, never for one less.
    private long _accepted;

    // Owned by the worker.
    private readonly Thread _worker;
    private readonly Activity[] _batch = new Activity[BatchSize];

    // Between them.
    private readonly AutoResetEvent _wake = new(false);
    private readonly object _progress = new();
    private long _exported;
    private int _stopping;

    /// <param name="exporter">Where the spans go.</param>
    /// <param name="exit">What the exit is called where something is said of it.</param>
    /// <param name="capacity">Spans that wait at most.</param>
    /// <param name="takesRejected">Whether spans of traces that were dropped are sent too, with the priority that says so.</param>
    internal QueueProcessor(BaseExporter<Activity> exporter, string exit, int capacity = DefaultCapacity, bool takesRejected = false)
        : base(exporter)
    {
        _exit = exit;
        _capacity = capacity;
        _takesRejected = takesRejected;
        _worker = new Thread(Run) { IsBackground = true, Name = "Segue exporter" };
        // The worker must not carry whatever span or baggage is current where tracing is started.
        if (ExecutionContext.IsFlowSuppressed()) _worker.Start();
        else
        {
            using (ExecutionContext.SuppressFlow()) _worker.Start();
        }
    }

    public override void OnEnd(Activity data)
    {
        // Without a priority it was no decision about the trace that left the flag unset, but another's sampler that keeps spans to itself.
        if (data.Recorded || (_takesRejected && VendorState.TryGetPriority(data.TraceStateString, out _))) OnExport(data);
    }

    protected override void OnExport(Activity data)
    {
        var queued = Interlocked.Increment(ref _queued);
        if (queued > _capacity || Volatile.Read(ref _stopping) != 0)
        {
            Interlocked.Decrement(ref _queued);
            SegueMeter.SpansDropped(1, queued > _capacity ? "queue_full" : "stopped");
            if (queued > _capacity && Interlocked.Exchange(ref _saidFull, 1) == 0) SegueEventSource.Log.QueueFull(_exit, _capacity);
            return;
        }

        Interlocked.Increment(ref _accepted);
        _queue.Enqueue(data);
        if (queued == BatchSize) _wake.Set();
    }

    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        var watch = Stopwatch.StartNew();
        var target = Interlocked.Read(ref _accepted);
        lock (_progress)
        {
            while (_exported < target)
            {
                _wake.Set();
                if (!Monitor.Wait(_progress, Left(timeoutMilliseconds, watch))) return _exported >= target;
            }
        }

        return true;
    }

    /// <summary>Starts to stop and leaves the waiting to <see cref="EndShutdown"/>: a provider stops its exits one by one, and this one must not use up the time of the others.</summary>
    internal void BeginShutdown()
    {
        Volatile.Write(ref _stopping, 1);
        _wake.Set();
    }

    internal bool EndShutdown(int timeoutMilliseconds)
    {
        var watch = Stopwatch.StartNew();
        var drained = _worker.Join(timeoutMilliseconds);
        return exporter.Shutdown(Left(timeoutMilliseconds, watch)) && drained;
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        if (Volatile.Read(ref _stopping) != 0) return true;
        BeginShutdown();
        return EndShutdown(timeoutMilliseconds);
    }

    private static int Left(int timeoutMilliseconds, Stopwatch watch) =>
        timeoutMilliseconds == Timeout.Infinite ? Timeout.Infinite : (int)Math.Max(0, timeoutMilliseconds - watch.ElapsedMilliseconds);

    private void Run()
    {
        using var suppressed = SuppressInstrumentationScope.Begin();
        while (true)
        {
            _wake.WaitOne(_interval);
            var stopping = Volatile.Read(ref _stopping) != 0;
            Drain();
            if (!stopping) continue;
            // A thread that came before the stop may still be putting its span into the queue.
            if (Volatile.Read(ref _queued) == 0) return;
            _wake.Set();
        }
    }

    // Nothing may escape from here: it would end the process.
    private void Drain()
    {
        while (true)
        {
            var count = 0;
            while (count < BatchSize && _queue.TryDequeue(out var activity)) _batch[count++] = activity;
            if (count == 0)
            {
                lock (_progress) Monitor.PulseAll(_progress);
                return;
            }

            try
            {
                exporter.Export(new Batch<Activity>(_batch, count));
            }
            catch (Exception e)
            {
                SegueMeter.SpansDropped(count, "export_failed");
                SegueEventSource.Log.Failure("Export", e.ToString());
            }

            Array.Clear(_batch, 0, count);
            if (Interlocked.Add(ref _queued, -count) < _capacity / 2) Volatile.Write(ref _saidFull, 0);
            lock (_progress)
            {
                _exported += count;
                Monitor.PulseAll(_progress);
            }
        }
    }
}
