using OpenTracing.Propagation;
using OpenTracing.Util;

namespace OpenTracing.Mock;

/// <summary>Keeps finished spans in memory, for tests of code that traces.</summary>
/// <remarks>Threads and cost: safe from any thread; the store grows until <see cref="Reset"/>.</remarks>
public class MockTracer : ITracer
{
    private readonly object _lock = new();
    private readonly List<MockSpan> _finishedSpans = [];
    private readonly IPropagator _propagator;

    /// <summary>Creates a tracer with an <see cref="AsyncLocalScopeManager"/> and text propagation.</summary>
    public MockTracer()
        : this(new AsyncLocalScopeManager(), Propagators.TextMap)
    {
    }

    /// <summary>Creates a tracer with text propagation.</summary>
    /// <param name="scopeManager">The scope manager to use; not checked.</param>
    public MockTracer(IScopeManager scopeManager)
        : this(scopeManager, Propagators.TextMap)
    {
    }

    /// <summary>Creates a tracer with an <see cref="AsyncLocalScopeManager"/>.</summary>
    /// <param name="propagator">The propagator to use; not checked.</param>
    public MockTracer(IPropagator propagator)
        : this(new AsyncLocalScopeManager(), propagator)
    {
    }

    /// <summary>Creates a tracer.</summary>
    /// <param name="scopeManager">The scope manager to use; not checked.</param>
    /// <param name="propagator">The propagator to use; not checked.</param>
    public MockTracer(IScopeManager scopeManager, IPropagator propagator)
    {
        ScopeManager = scopeManager;
        _propagator = propagator;
    }

    /// <inheritdoc/>
    public ISpan ActiveSpan => ScopeManager?.Active?.Span;

    /// <inheritdoc/>
    public IScopeManager ScopeManager { get; }

    /// <inheritdoc/>
    public ISpanBuilder BuildSpan(string operationName) => new MockSpanBuilder(this, operationName);

    /// <inheritdoc/>
    public ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier) => _propagator.Extract(format, carrier);

    /// <summary>Lists the spans finished since the last <see cref="Reset"/>.</summary>
    /// <returns>A copy, in the order of finish.</returns>
    public List<MockSpan> FinishedSpans()
    {
        lock (_lock)
            return [.. _finishedSpans];
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidCastException"><paramref name="spanContext"/> comes from another kind of tracer.</exception>
    public void Inject<TCarrier>(ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier) =>
        _propagator.Inject((MockSpanContext)spanContext, format, carrier);

    /// <summary>Forgets all finished spans.</summary>
    /// <remarks>Spans that are still open are added when they finish.</remarks>
    public void Reset()
    {
        lock (_lock)
            _finishedSpans.Clear();
    }

    internal void AppendFinishedSpan(MockSpan mockSpan)
    {
        lock (_lock)
        {
            _finishedSpans.Add(mockSpan);
            OnSpanFinished(mockSpan);
        }
    }

    /// <summary>Called when a span finishes; does nothing by default.</summary>
    /// <remarks>
    /// <para>The span is among the finished ones and has its finish time, but still accepts changes.</para>
    /// <para>Threads and cost: runs while the tracer is locked.</para>
    /// </remarks>
    /// <param name="mockSpan">The span that finishes.</param>
    protected virtual void OnSpanFinished(MockSpan mockSpan)
    {
    }
}
