using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTracing;

namespace Segue.Shim.Testing;

/// <summary>Records finished spans of the shim in memory, for tests that were written on OpenTracing's <c>MockTracer</c>.</summary>
/// <remarks>
/// <para>Records the spans that were built by its own <see cref="Tracer"/> and finished before it was disposed, and no others: recorders used side
/// by side, in parallel tests too, don't see each other's spans. Parents may still come from the ambient context, as in production.</para>
/// <para>Limits: while any recorder is in use every span of the shim in this process is recorded, so a test of the shim without a listener
/// can't run beside one. Open spans and finished ones are held until <see cref="Reset"/> and <see cref="Dispose"/>.</para>
/// <para>Errors: the tracer throws what <see cref="OpenTracingShim"/> throws, so a write to a finished span is ignored, where <c>MockTracer</c> throws.</para>
/// <para>Threads and cost: safe from any thread.</para>
/// </remarks>
public sealed class ShimRecorder : IDisposable
{
    private readonly object _lock = new();
    private readonly List<RecordedSpan> _finished = [];
    private readonly ConcurrentDictionary<string, OpenTracing.ISpan> _open = new(StringComparer.Ordinal);
    private readonly ActivityListener _listener;
    private volatile bool _disposed;

    /// <summary>Starts recording with default options.</summary>
    public ShimRecorder()
        : this(new ShimOptions())
    {
    }

    /// <summary>Starts recording.</summary>
    /// <param name="options">Options of the shim that is recorded, e.g. the propagators of the application.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    public ShimRecorder(ShimOptions options)
    {
        Tracer = new RecordingTracer(new OpenTracingShim(options), this);
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == OpenTracingShim.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Finish,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The tracer to hand to the code under test, or to <see cref="GlobalTracerScope"/>.</summary>
    /// <value>
    /// An <see cref="OpenTracingShim"/> whose builders report what they start; spans, scopes and contexts are the shim's own.
    /// <see cref="OpenTracingShim.TryRegisterGlobal"/> takes it for a shim.
    /// </value>
    public ITracer Tracer { get; }

    /// <summary>Lists the spans finished since the last <see cref="Reset"/>.</summary>
    /// <returns>A copy, in the order of finish.</returns>
    public IReadOnlyList<RecordedSpan> FinishedSpans()
    {
        lock (_lock) return [.. _finished];
    }

    /// <summary>Forgets all finished spans; spans that are still open are added when they finish.</summary>
    public void Reset()
    {
        lock (_lock) _finished.Clear();
    }

    /// <summary>Stops recording; what was recorded can still be read. Does nothing the second time.</summary>
    public void Dispose()
    {
        _disposed = true;
        _listener.Dispose();
        _open.Clear();
    }

    internal void Open(OpenTracing.ISpan span)
    {
        // Afterwards a span may be recorded by nobody, and then it has its parent's ids.
        if (!_disposed) _open.TryAdd(span.Context.SpanId, span);
    }

    private void Finish(Activity activity)
    {
        if (!_open.TryRemove(activity.SpanId.ToHexString(), out var span)) return;
        lock (_lock) _finished.Add(new RecordedSpan(activity, span.Context));
    }
}
