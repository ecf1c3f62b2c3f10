#pragma warning disable IDE1006 // Test helpers in the wild reset s_isRegistered and _tracer by these names.
using OpenTracing.Noop;
using OpenTracing.Propagation;

namespace OpenTracing.Util;

/// <summary>Gives the whole process access to one tracer, which is registered once.</summary>
/// <remarks>
/// <para>The instance forwards to the registered tracer, so a reference taken before registration works afterwards too.</para>
/// <para>Threads and cost: registration takes a lock; all other members only read a field.</para>
/// </remarks>
public sealed class GlobalTracer : ITracer
{
    private static readonly GlobalTracer s_instance = new();
    private static readonly object s_lock = new();
    private static bool s_isRegistered;

    private ITracer _tracer = NoopTracerFactory.Create();

    private GlobalTracer()
    {
    }

    /// <summary>Gets the tracer that forwards to the registered one.</summary>
    public static ITracer Instance => s_instance;

    /// <inheritdoc/>
    public ISpan ActiveSpan => Target.ActiveSpan;

    /// <inheritdoc/>
    public IScopeManager ScopeManager => Target.ScopeManager;

    private ITracer Target => Volatile.Read(ref _tracer);

    /// <summary>Tells whether a tracer was registered.</summary>
    /// <remarks>True as well when the tracer that does nothing was registered explicitly.</remarks>
    /// <returns><see langword="true"/> after the first successful registration.</returns>
    public static bool IsRegistered() => Volatile.Read(ref s_isRegistered);

    /// <summary>Registers a tracer unless a different one is registered already.</summary>
    /// <param name="tracer">The tracer to register.</param>
    /// <returns><see langword="true"/> when <paramref name="tracer"/> is the registered one after the call.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tracer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="tracer"/> is a <see cref="GlobalTracer"/>.</exception>
    public static bool RegisterIfAbsent(ITracer tracer)
    {
        _ = tracer ?? throw new ArgumentNullException(nameof(tracer));
        if (tracer is GlobalTracer)
            throw new ArgumentException("The global tracer must not delegate to itself.", nameof(tracer));

        lock (s_lock)
        {
            if (s_instance._tracer != tracer)
            {
                if (s_isRegistered)
                    return false;

                Volatile.Write(ref s_instance._tracer, tracer);
            }

            Volatile.Write(ref s_isRegistered, true);
            return true;
        }
    }

    /// <summary>Registers a tracer and insists on it.</summary>
    /// <remarks>Registering the same tracer again is allowed.</remarks>
    /// <param name="tracer">The tracer to register.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tracer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="tracer"/> is a <see cref="GlobalTracer"/>.</exception>
    /// <exception cref="InvalidOperationException">A different tracer is registered already.</exception>
    public static void Register(ITracer tracer)
    {
        if (!RegisterIfAbsent(tracer))
            throw new InvalidOperationException("Another global tracer is registered already.");
    }

    /// <inheritdoc/>
    public ISpanBuilder BuildSpan(string operationName) => Target.BuildSpan(operationName);

    /// <inheritdoc/>
    public ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier) => Target.Extract(format, carrier);

    /// <inheritdoc/>
    public void Inject<TCarrier>(ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier) =>
        Target.Inject(spanContext, format, carrier);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GlobalTracer)}{{{Target}}}";
}
